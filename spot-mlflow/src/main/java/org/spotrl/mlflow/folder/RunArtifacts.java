package org.spotrl.mlflow.folder;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.mlflow.format.Json;
import org.spotrl.mlflow.format.Names;
import tools.jackson.databind.JsonNode;

/** The artifacts of a run, including images and tables; each is written atomically. */
record RunArtifacts(RunFolder run, Supplier<String> ids) {

  private static final String IMAGES_TAG = "mlflow.loggedImages";
  private static final String IMAGES = "images/";
  private static final String COMPRESSED = "+compressed.png";
  private static final Pattern IMAGE_NAME = Pattern.compile("[a-zA-Z0-9_\\-./ ]+");
  private static final Pattern IMAGE_FILE =
      Pattern.compile("(.+)\\+step\\+(\\d{1,18})\\+timestamp\\+.+");
  private static final String TABLES_TAG = "mlflow.loggedArtifacts";

  /** Writes a text file, replacing an existing one. */
  void text(String path, String content) throws IOException {
    AtomicFiles.replace(run.path(), target(path), content);
  }

  /** Copies a file or a folder with its content; checks all names before the first copy. */
  void copy(String path, Path source) throws IOException {
    if (Files.isRegularFile(source)) {
      AtomicFiles.copy(run.path(), source, target(path));
      return;
    }
    if (!Files.isDirectory(source)) {
      throw new SpotInputException(
          "file %s cannot be stored with the run as '%s': it does not exist."
              .formatted(source, path));
    }
    Names.path(path);
    if (run.artifacts()
        .resolve(path)
        .toAbsolutePath()
        .startsWith(source.toAbsolutePath().normalize())) {
      throw new SpotInputException(
          "folder %s cannot be stored with the run as '%s': the copy would be inside it."
              .formatted(source, path));
    }
    Map<Path, String> names = new LinkedHashMap<>();
    for (Path file : FolderFiles.files(source)) {
      names.put(file, Names.path(path + "/" + FolderFiles.name(source, file)));
    }
    for (Map.Entry<Path, String> each : names.entrySet()) {
      AtomicFiles.copy(run.path(), each.getKey(), target(each.getValue()));
    }
  }

  /**
   * Writes an image in the format of MLflow's image grid: the file name contains series, step and
   * time, and the grid shows a second, compressed file.
   *
   * <p>An image of the same series and step is replaced, because a run that resumes from a
   * checkpoint draws it again.
   */
  void image(String name, long step, byte[] png, long millis) throws IOException {
    Names.key("image", name);
    if (!IMAGE_NAME.matcher(name).matches()) {
      throw new SpotInputException(
          ("image name %s is not allowed: allowed are the letters a-z and A-Z, digits, '_', '-',"
                  + " '.' and spaces, with '/' between sections.")
              .formatted(Json.quoted(name)));
    }
    String prefix = name.replace('/', '~') + "+step+" + step + "+timestamp+";
    String file = IMAGES + imageOf(prefix).orElseGet(() -> prefix + millis + "+" + uuid());
    // MLflow's pages read the step from one file and show the other, so both must exist. The images
    // are small, so both have the same content.
    Path shown = target(file + COMPRESSED);
    AtomicFiles.replace(run.path(), shown, png);
    AtomicFiles.replace(run.path(), target(file + ".png"), made -> linkOrCopy(shown, made));
    if (!Files.exists(run.tags().resolve(IMAGES_TAG))) {
      FolderFiles.replace(run.path(), run.tags(), "tag", Map.of(IMAGES_TAG, "True"));
    }
  }

  /** Deletes files or folders, each atomically. */
  void remove(List<String> paths) throws IOException {
    for (String path : paths) {
      Path removed = AtomicFiles.stagingName(run.path());
      AtomicFiles.rename(run.artifacts().resolve(Names.path(path)), removed);
      AtomicFiles.deleteTree(removed);
    }
  }

  /** Creates a hard link, or a copy if the file system has no links. */
  private static void linkOrCopy(Path existing, Path made) throws IOException {
    try {
      Files.createLink(made, existing);
    } catch (FileSystemException | UnsupportedOperationException e) {
      Files.copy(existing, made);
    }
  }

  /** The last step of each image series in an artifact folder. */
  static Map<String, Long> lastSteps(Path artifacts) throws IOException {
    Map<String, Long> steps = new TreeMap<>();
    for (Path file : FolderFiles.files(artifacts.resolve(IMAGES))) {
      Matcher name = IMAGE_FILE.matcher(file.getFileName().toString());
      if (name.matches()) {
        steps.merge(name.group(1).replace('~', '/'), Long.valueOf(name.group(2)), Math::max);
      }
    }
    return steps;
  }

  private Optional<String> imageOf(String prefix) throws IOException {
    return FolderFiles.files(run.artifacts().resolve(IMAGES)).stream()
        .map(file -> file.getFileName().toString())
        .filter(name -> name.startsWith(prefix) && name.endsWith(COMPRESSED))
        .map(name -> name.substring(0, name.length() - COMPRESSED.length()))
        .findFirst();
  }

  /** A new id in the format of a UUID. */
  private String uuid() {
    return ids.get().replaceFirst("(.{8})(.{4})(.{4})(.{4})", "$1-$2-$3-$4-");
  }

  /** Writes a table for MLflow's pages: in pandas' {@code split} format, listed in a tag. */
  void table(String path, List<String> columns, List<List<Object>> rows) throws IOException {
    if (!path.endsWith(".json")) {
      throw new SpotInputException(
          "table " + Json.quoted(path) + " is not allowed: its name must end with .json.");
    }
    for (List<Object> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "a row of table " + path + " has " + row.size() + " cells, not " + columns.size());
      }
    }
    text(
        path,
        rows.stream()
            .map(row -> Json.compact(row.stream().map(RunArtifacts::cell).toList()))
            .collect(
                Collectors.joining(
                    ",\n", "{\"columns\":" + Json.compact(columns) + ",\"data\":[\n", "\n]}\n")));
    Path tag = run.tags().resolve(TABLES_TAG);
    // Entries of other tools stay.
    List<Object> listed = new ArrayList<>();
    if (Files.isRegularFile(tag)) {
      Json.parse(Files.readString(tag))
          .filter(JsonNode::isArray)
          .ifPresent(l -> l.forEach(listed::add));
    }
    if (listed.stream()
        .noneMatch(e -> e instanceof JsonNode node && Json.text(node, "path").equals(path))) {
      SortedMap<String, String> entry = new TreeMap<>(Map.of("path", path, "type", "table"));
      listed.add(entry);
      FolderFiles.replace(run.path(), run.tags(), "tag", Map.of(TABLES_TAG, Json.of(listed)));
    }
  }

  /** JSON has no NaN and infinity; pandas writes null, too. */
  private static Optional<Object> cell(Object value) {
    return Optional.of(value)
        .filter(v -> !(v instanceof Number number) || Double.isFinite(number.doubleValue()))
        .map(v -> v instanceof Number || v instanceof Boolean ? v : v.toString());
  }

  /** The file for an artifact path; creates its folder. Links to folders are followed. */
  private Path target(String path) throws IOException {
    Path artifacts = run.artifacts();
    Path target = artifacts.resolve(Names.path(path));
    if (!Files.exists(artifacts)) {
      throw new NoSuchFileException(artifacts.toString());
    }
    Path folder = target.resolveSibling("");
    while (!Files.exists(folder) && !folder.equals(artifacts)) {
      folder = folder.resolveSibling("");
    }
    if (!Files.isDirectory(folder)) {
      throw refused(path, folder + " is a file, not a folder. Rename it");
    }
    if (Files.isDirectory(target)) {
      throw refused(path, target + " is a folder. Rename it");
    }
    return Files.createDirectories(target.resolveSibling("")).resolve(target.getFileName());
  }

  private static SpotInputException refused(String path, String reason) {
    return new SpotInputException(
        "file '%s' cannot be stored with the run: %s, or choose another name."
            .formatted(path, reason));
  }
}
