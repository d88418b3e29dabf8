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

/** The files of a run, its images and tables included; each appears whole. */
record RunArtifacts(RunFolder run, Supplier<String> ids) {

  private static final String IMAGES_TAG = "mlflow.loggedImages";
  private static final String IMAGES = "images/";
  private static final String COMPRESSED = "+compressed.png";
  private static final Pattern IMAGE_NAME = Pattern.compile("[a-zA-Z0-9_\\-./ ]+");
  private static final Pattern IMAGE_FILE =
      Pattern.compile("(.+)\\+step\\+(\\d{1,18})\\+timestamp\\+.+");
  private static final String TABLES_TAG = "mlflow.loggedArtifacts";

  /** Stores a text, in place of what was there. */
  void text(String path, String content) throws IOException {
    AtomicFiles.replace(run.path(), target(path), content);
  }

  /** Stores a file, or a folder with all it holds; all names are checked before the first copy. */
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
          "folder %s cannot be stored with the run as '%s': the copy would lie inside it."
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
   * Stores an image as MLflow's image grid reads it: the name of a file has the series, the step
   * and the time, and the grid shows a second file for each first.
   *
   * <p>An image of the same series and step is replaced: a run that was taken back to a checkpoint
   * makes the same image again. So a copy of the run on a server has no image twice either.
   */
  void image(String name, long step, byte[] png, long millis) throws IOException {
    Names.key("picture", name);
    if (!IMAGE_NAME.matcher(name).matches()) {
      throw new SpotInputException(
          ("picture name %s is not allowed: allowed are the letters a-z and A-Z, digits, '_', '-',"
                  + " '.' and blanks, with '/' between sections.")
              .formatted(Json.quoted(name)));
    }
    String prefix = name.replace('/', '~') + "+step+" + step + "+timestamp+";
    String file = IMAGES + imageOf(prefix).orElseGet(() -> prefix + millis + "+" + uuid());
    // MLflow shrinks this one, because images may be large; ours are small. Its pages need both
    // names: the picture's step is read from one of them alone, and the other one is shown.
    Path shown = target(file + COMPRESSED);
    AtomicFiles.replace(run.path(), shown, png);
    AtomicFiles.replace(run.path(), target(file + ".png"), made -> linkOrCopy(shown, made));
    if (!Files.exists(run.tags().resolve(IMAGES_TAG))) {
      FolderFiles.replace(run.path(), run.tags(), "tag", Map.of(IMAGES_TAG, "True"));
    }
  }

  /** Removes files or folders; each is gone in one step. */
  void remove(List<String> paths) throws IOException {
    for (String path : paths) {
      Path removed = AtomicFiles.stagingName(run.path());
      AtomicFiles.rename(run.artifacts().resolve(Names.path(path)), removed);
      AtomicFiles.deleteTree(removed);
    }
  }

  /** A second name for the same content on the disk, where the file system has that. */
  private static void linkOrCopy(Path existing, Path made) throws IOException {
    try {
      Files.createLink(made, existing);
    } catch (FileSystemException | UnsupportedOperationException e) {
      Files.copy(existing, made);
    }
  }

  /** The last step of each series of images among the files of a run. */
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

  /** 32 digits in the groups of a UUID. */
  private String uuid() {
    return ids.get().replaceFirst("(.{8})(.{4})(.{4})(.{4})", "$1-$2-$3-$4-");
  }

  /**
   * Stores a table as MLflow shows and compares it: pandas' {@code split} form, and a tag that
   * lists all tables.
   */
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
    // Other entries may be MLflow's own.
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

  /** JSON has no NaN and no infinity; pandas writes null for them too. */
  private static Optional<Object> cell(Object value) {
    return Optional.of(value)
        .filter(v -> !(v instanceof Number number) || Double.isFinite(number.doubleValue()))
        .map(v -> v instanceof Number || v instanceof Boolean ? v : v.toString());
  }

  /** The place of a file, its folder made; links to folders are followed. */
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
