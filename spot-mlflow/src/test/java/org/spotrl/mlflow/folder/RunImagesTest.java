package org.spotrl.mlflow.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.tracking.TrackedRun;

class RunImagesTest {

  @TempDir private Path folder;
  private final SettableClock clock = new SettableClock(Examples.START);
  private FolderTracker tracker;
  private TrackedRun run;

  @BeforeEach
  void startRun() {
    tracker = Examples.tracker(folder.resolve("mlruns"), clock);
    run = tracker.start(Examples.description("study", "a"));
  }

  @Test
  void anImageIsWrittenWithItsCompressedFileForMlflowsGrid() throws IOException {
    clock.set(Examples.START + 5);
    run.image("support/state_1", 5000, bytes("a"));

    String name =
        "images/support~state_1+step+5000+timestamp+%d+00000000-0000-0000-0000-000000000002"
            .formatted(Examples.START + 5);
    assertThat(Examples.files(run.workFolder()))
        .isEqualTo(Map.of(name + ".png", "a", name + "+compressed.png", "a"));
    assertThat(tag("mlflow.loggedImages")).isEqualTo("True");
  }

  @Test
  void bothNamesOfAnImageAreOneFileOnDisk() throws IOException {
    run.image("support/state_1", 5000, bytes("a"));

    List<Path> names;
    try (Stream<Path> entries = Files.list(run.workFolder().resolve("images"))) {
      names = entries.toList();
    }
    assertThat(names).hasSize(2);
    assertThat(Files.isSameFile(names.get(0), names.get(1))).isTrue();
  }

  @Test
  void eachStepOfEachSeriesHasItsOwnImage() throws IOException {
    run.image("support/state_1", 500, bytes("a"));
    run.image("support/state_1", 5000, bytes("b"));
    run.image("support/state_10", 500, bytes("c"));
    run.image("state_1", 500, bytes("d"));

    assertThat(Examples.files(run.workFolder())).hasSize(8);
  }

  @Test
  void anImageDrawnAgainAfterAResumeReplacesTheFirst() throws IOException {
    long moment = run.moment();
    clock.set(Examples.START + 10);
    run.image("support/state_1", 500, bytes("first"));
    Map<String, String> before = Examples.files(run.workFolder());

    clock.set(Examples.START + 99);
    TrackedRun resumed = tracker.resume(run.id(), moment);
    resumed.image("support/state_1", 500, bytes("again"));

    Map<String, String> after = Examples.files(run.workFolder());
    assertThat(after.keySet()).isEqualTo(before.keySet());
    assertThat(after.values()).containsOnly("again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a+b", "a%b", "a:b", "../a", "", "a//b"})
  void namesThatMlflowCannotReadAreRefused(String key) throws IOException {
    assertThatThrownBy(() -> run.image(key, 1, bytes("a"))).isInstanceOf(SpotInputException.class);
    assertThat(Examples.files(run.workFolder())).isEmpty();
  }

  private String tag(String name) {
    return FolderFiles.texts(Path.of(run.location()).resolve("tags")).getOrDefault(name, "");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
