package org.spotrl.experiments.provenance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.Sha256;
import org.spotrl.experiments.config.ComponentRegistry;

/**
 * A user's jar or folder of classes that adds components.
 *
 * @param file name of the jar or folder, without its path
 * @param sha256 SHA-256 of the jar; of a folder: of the names and checksums of its files
 */
public record Plugin(String file, String sha256) {

  /** The package of spot's own classes. */
  private static final String OWN_PACKAGE = "org.spotrl.";

  /**
   * A component whose plugin was changed.
   *
   * @param component the component's name
   * @param then name and checksum of the earlier plugin
   * @param now name and checksum of the current plugin
   */
  public record Change(String component, String then, String now) {}

  /**
   * The plugins of component types, by {@linkplain ComponentRegistry#fullName name} of the type.
   * spot's own types have none.
   *
   * @throws SpotRunException if a jar cannot be read
   */
  public static Map<String, Plugin> of(List<ComponentType<?, ?>> types) {
    Map<String, Plugin> plugins = new TreeMap<>();
    for (ComponentType<?, ?> type : types) {
      // Only the factory or only the settings may be from the plugin.
      Stream.of(type.factory().getClass(), type.defaults().getClass())
          .flatMap(source -> location(source).stream())
          .findFirst()
          .ifPresent(place -> plugins.put(ComponentRegistry.fullName(type), read(place)));
    }
    return plugins;
  }

  /** The changed plugins. A renamed jar has not changed. */
  public static List<Change> changes(Map<String, Plugin> then, Map<String, Plugin> now) {
    List<Change> changes = new ArrayList<>();
    new TreeMap<>(then)
        .forEach(
            (component, before) -> {
              Plugin plugin = now.get(component);
              if (plugin == null || !plugin.sha256().equals(before.sha256())) {
                changes.add(new Change(component, text(before), text(plugin)));
              }
            });
    return changes;
  }

  /** The file or folder of a class that is not spot's own. */
  private static Optional<Path> location(Class<?> source) {
    return Optional.of(source)
        .filter(type -> !type.getName().startsWith(OWN_PACKAGE))
        // Classes of the JDK have no source.
        .map(type -> type.getProtectionDomain().getCodeSource())
        .map(CodeSource::getLocation)
        .filter(url -> url.getProtocol().equals("file"))
        .map(url -> Path.of(URI.create(url.toString())));
  }

  private static Plugin read(Path place) {
    try {
      String sha256 = Files.isDirectory(place) ? digestOfFolder(place) : Sha256.of(place);
      return new Plugin(place.getFileName().toString(), sha256);
    } catch (IOException | UncheckedIOException e) {
      throw new SpotRunException(
          "the plugin %s cannot be read: %s; do not move or delete it while spot runs"
              .formatted(place, e),
          e);
    }
  }

  private static String digestOfFolder(Path folder) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        digests.put(folder.relativize(file).toString().replace('\\', '/'), Sha256.of(file));
      }
    }
    return Sha256.of(digests.toString());
  }

  private static String text(@Nullable Plugin plugin) {
    return plugin == null
        ? "spot itself"
        : "%s (SHA-256 %.12s)".formatted(plugin.file(), plugin.sha256());
  }
}
