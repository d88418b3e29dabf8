package org.spotrl.experiments.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads an experiment file and all those it extends. */
final class ConfigFiles {

  /** The key that names the files a file builds on. */
  static final String EXTENDS = "extends";

  private static final long LARGEST = 1 << 20;

  private final ConfigProblems problems;
  private final List<Tree.Fields> layers = new ArrayList<>();

  /** The files being read, each named by the one before it. */
  private final List<Path> chain = new ArrayList<>();

  private boolean complete = true;

  private ConfigFiles(ConfigProblems problems) {
    this.problems = problems;
  }

  /**
   * The maps of the file and its bases, the lowest base first, the file's own last; none if one of
   * them cannot be read, since all that follows from its absence would only be noise.
   */
  static List<Tree.Fields> load(Path file, ConfigProblems problems) {
    ConfigFiles loader = new ConfigFiles(problems);
    loader.load(file, reason -> problems.add(new Origin.WholeFile(shown(file)), reason));
    return loader.complete ? loader.layers : List.of();
  }

  private void load(Path file, Consumer<String> refuse) {
    Path identity = file.toAbsolutePath().normalize();
    int before = chain.indexOf(identity);
    if (before >= 0) {
      complete = false;
      refuse.accept(
          "files extend each other in a circle: "
              + Stream.concat(chain.subList(before, chain.size()).stream(), Stream.of(identity))
                  .map(path -> path.getFileName().toString())
                  .collect(Collectors.joining(" -> ")));
      return;
    }
    chain.add(identity);
    Optional<String> text = text(file, refuse);
    if (text.isPresent()) {
      read(file, text.get());
    } else {
      complete = false;
    }
    chain.remove(chain.size() - 1);
  }

  private void read(Path file, String text) {
    String name = shown(file);
    int before = problems.count();
    Optional<Tree> tree =
        YamlReader.read(text, (line, column) -> new Origin.InFile(name, line, column), problems);
    if (tree.isEmpty() || (tree.get() instanceof Tree.Scalar nothing && nothing.isNull())) {
      complete = false;
      if (problems.count() == before) {
        problems.add(
            new Origin.InFile(name, 1, 1),
            "the file is empty; an experiment needs at least 'dataset' and 'algorithm'");
      }
    } else if (tree.get() instanceof Tree.Fields fields) {
      Tree.Field bases = fields.fields().get(EXTENDS);
      if (bases != null) {
        loadBases(file, bases.value());
      }
      layers.add(fields.without(EXTENDS));
    } else {
      complete = false;
      problems.add(
          tree.get().origin(),
          "an experiment file must be a map of settings (name: value), not %s"
              .formatted(tree.get().describe()));
    }
  }

  private void loadBases(Path file, Tree bases) {
    List<Tree> names = bases instanceof Tree.Items list ? list.items() : List.of(bases);
    for (Tree name : names) {
      if (name instanceof Tree.Scalar scalar && !scalar.isNull()) {
        try {
          Path base = file.resolveSibling(scalar.text()).normalize();
          load(
              base,
              reason ->
                  problems.add(name.origin(), "extends '%s': %s".formatted(shown(base), reason)));
          continue;
        } catch (InvalidPathException e) {
          complete = false;
          problems.add(name.origin(), "extends: '%s' is not a file name".formatted(scalar.text()));
          continue;
        }
      }
      complete = false;
      problems.add(
          name.origin(),
          "'extends' must be a file name or a list of file names, not %s"
              .formatted(name.describe()));
    }
  }

  private Optional<String> text(Path file, Consumer<String> refuse) {
    try {
      if (Files.isDirectory(file)) {
        refuse.accept("is a folder; name a YAML file in it");
      } else if (!Files.exists(file)) {
        refuse.accept("no such file" + nearest(file));
      } else if (Files.size(file) > LARGEST) {
        refuse.accept(
            String.format(
                "has %d bytes; an experiment file has at most %d", Files.size(file), LARGEST));
      } else {
        String text =
            StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                .toString();
        return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
      }
    } catch (CharacterCodingException e) {
      refuse.accept("is not UTF-8 text; save it as UTF-8");
    } catch (IOException e) {
      refuse.accept("cannot be read: " + e);
    }
    return Optional.empty();
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

  /** The path with forward slashes, so that messages are the same on every system. */
  private static String shown(Path file) {
    return file.toString().replace('\\', '/');
  }
}
