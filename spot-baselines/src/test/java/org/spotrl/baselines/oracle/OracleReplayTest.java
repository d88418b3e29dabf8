package org.spotrl.baselines.oracle;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Replays each recorded case of a folder through the training graph, one test for each file.
 *
 * <p>The folder is this module's own, or {@code -Dspot.oracles=DIR}, relative to the folder where
 * Maven was started. The settings of a file select the learner.
 */
class OracleReplayTest {

  @TestFactory
  List<DynamicTest> replaysWhatTheAuthorsCodeDid() throws IOException, URISyntaxException {
    Path folder = folder();
    if (!Files.isDirectory(folder)) {
      throw new AssertionError("no folder of recorded cases at " + folder.toAbsolutePath());
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<DynamicTest> tests =
          files
              .filter(file -> file.toString().endsWith(".json"))
              .sorted()
              .map(OracleReplayTest::test)
              .toList();
      if (tests.isEmpty()) {
        throw new AssertionError("no *.json in " + folder.toAbsolutePath());
      }
      return tests;
    }
  }

  private static DynamicTest test(Path path) {
    String name = String.valueOf(path.getFileName());
    return DynamicTest.dynamicTest(
        name.substring(0, name.length() - ".json".length()),
        path.toUri(),
        () -> {
          OracleFile file = OracleFile.read(path);
          Comparison comparison = new Comparison(file.name());
          Replay.of(file).run(file, comparison);
          comparison.assertNone();
        });
  }

  private static Path folder() throws URISyntaxException {
    String named = System.getProperty("spot.oracles", "");
    if (!named.isEmpty()) {
      return Path.of(System.getProperty("spot.start.directory", "")).resolve(named);
    }
    URL own = OracleReplayTest.class.getResource("/oracles");
    return Path.of(Objects.requireNonNull(own, "the test resources lack /oracles").toURI());
  }
}
