package org.spotrl.experiments.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.UserPaths;

/** Reads a configuration file and the files that it extends. */
final class ConfigFiles {

  /** The key with the base files of a file. */
  static final String EXTENDS = "extends";

  private static final long LARGEST = 1 << 20;

  private final String noun;
  private final String required;
  private final ConfigProblems problems;
  private final List<Tree.Fields> layers = new ArrayList<>();

  /** The files that are being read; each extends the next one. */
  private final List<Path> chain = new ArrayList<>();

  private boolean complete = true;

  private ConfigFiles(String noun, String required, ConfigProblems problems) {
    this.noun = noun;
    this.required = required;
    this.problems = problems;
  }

  /**
   * The settings of the bases and then of the file itself. Later ones override earlier ones. Empty
   * if a file cannot be read: any other problem would only be a consequence.
   *
   * @param noun what the file describes, for messages: {@code an experiment}
   * @param required the required settings, for messages
   */
  static List<Tree.Fields> load(Path file, String noun, String required, ConfigProblems problems) {
    ConfigFiles files = new ConfigFiles(noun, required, problems);
    files.load(file, Origin.file(shown(file)), "");
    return files.complete ? files.layers : List.of();
  }

  /**
   * Reads a file and its bases.
   *
   * @param origin position of problems of the whole file
   * @param prefix first words of these problems
   */
  private void load(Path file, Origin origin, String prefix) {
    Path identity = identity(file);
    int before = chain.indexOf(identity);
    if (before >= 0) {
      String circle =
          Stream.concat(chain.subList(before, chain.size()).stream(), Stream.of(identity))
              .map(path -> path.getFileName().toString())
              .collect(Collectors.joining(" -> "));
      refuse(origin, prefix + "files extend each other in a circle: " + circle);
      return;
    }
    chain.add(identity);
    try {
      read(file, text(file));
    } catch (SpotInputException e) {
      refuse(origin, prefix + e.getMessage());
    } catch (CharacterCodingException e) {
      refuse(origin, prefix + "is not UTF-8 text; save it as UTF-8");
    } catch (IOException e) {
      refuse(origin, prefix + "cannot be read: " + e);
    }
    chain.remove(chain.size() - 1);
  }

  private void refuse(Origin origin, String reason) {
    complete = false;
    problems.add(origin, reason);
  }

  private void read(Path file, String text) {
    Origin origin = Origin.file(shown(file));
    int before = problems.count();
    Optional<Tree> tree = YamlReader.read(text, noun, origin, problems);
    if (tree.isEmpty() || (tree.get() instanceof Tree.Scalar nothing && nothing.isNull())) {
      complete = false;
      if (problems.count() == before) {
        problems.add(
            origin.at(1, 1), "the file is empty; %s needs at least %s".formatted(noun, required));
      }
    } else if (tree.get() instanceof Tree.Fields fields) {
      Tree.Field bases = fields.fields().get(EXTENDS);
      if (bases != null) {
        List<Tree> names =
            bases.value() instanceof Tree.Items list ? list.items() : List.of(bases.value());
        names.forEach(name -> loadBase(file, name));
      }
      layers.add(fields.without(EXTENDS));
    } else {
      refuse(
          tree.get().origin(),
          "%s file must be a map of settings (name: value), not %s"
              .formatted(noun, tree.get().describe()));
    }
  }

  private void loadBase(Path file, Tree name) {
    if (!(name instanceof Tree.Scalar scalar) || scalar.isNull()) {
      refuse(
          name.origin(),
          "'extends' must be a file name or a list of file names, not %s"
              .formatted(name.describe()));
      return;
    }
    try {
      Path base = base(file, UserPaths.standard().written("extends", scalar.text()));
      load(base, name.origin(), "extends '%s': ".formatted(shown(base)));
    } catch (SpotInputException e) {
      refuse(name.origin(), String.valueOf(e.getMessage()));
    }
  }

  /**
   * A base file in the folder of the file or, if it is not there, in the folder of a link's target.
   */
  private static Path base(Path file, Path name) {
    Path beside = file.resolveSibling(name);
    Path plain = beside.normalize();
    if (Files.exists(beside)) {
      // ".." after a link is the parent of the link's target.
      return identity(plain).equals(identity(beside)) ? plain : beside;
    }
    Path behind = identity(file).resolveSibling(name);
    return Files.exists(behind) ? behind : plain;
  }

  /** The real path, which is the same for all links to a file. */
  private static Path identity(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file.toAbsolutePath().normalize();
    }
  }

  /** The text of a file; throws a {@link SpotInputException} if it cannot be an experiment file. */
  private String text(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new SpotInputException("is a folder; name a YAML file in it");
    } else if (!Files.exists(file)) {
      throw new SpotInputException("no such file" + nearest(file));
    } else if (Files.size(file) > LARGEST) {
      throw new SpotInputException(
          "has %d bytes; %s file has at most %d".formatted(Files.size(file), noun, LARGEST));
    }
    String text = Files.readString(file);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static String nearest(Path file) throws IOException {
    Path folder = file.toAbsolutePath().normalize().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return "";
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names =
          files
              .map(path -> path.getFileName().toString())
              .filter(name -> name.endsWith(".yaml") || name.endsWith(".yml"))
              .toList();
      return NearestMatch.hint(file.getFileName().toString(), names);
    }
  }

  /** The path with forward slashes: the same messages on every system. */
  private static String shown(Path file) {
    return file.toString().replace('\\', '/');
  }
}
