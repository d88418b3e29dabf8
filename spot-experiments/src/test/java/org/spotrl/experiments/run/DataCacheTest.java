package org.spotrl.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.ArgumentMatchers;
import org.spotrl.api.data.DatasetSource;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.progress.ProgressListener;
import org.spotrl.experiments.cache.ResultCache;
import org.spotrl.experiments.provenance.LibraryState;
import org.spotrl.mlflow.folder.FileMutex;

class DataCacheTest {

  @TempDir private Path temp;

  private final RunReporter reporter = mock(RunReporter.class);
  private String library = "1.0";

  /** Collects two trajectories, one with a terminal and one with a timeout. */
  private static final class Collector implements DatasetSource {

    private final String key;
    private int loads;

    Collector(String key) {
      this.key = key;
    }

    @Override
    public String environmentId() {
      return "maze";
    }

    @Override
    public Optional<String> cacheKey() {
      return key.isEmpty() ? Optional.empty() : Optional.of(key);
    }

    @Override
    public Trajectories load(ProgressListener progress) {
      loads++;
      return new Trajectories(
          "maze-data",
          2,
          1,
          new float[] {1, 2, 3, 4, -0.0f, Float.MIN_VALUE},
          new float[] {0.1f, 0.2f, 0.3f},
          new float[] {1, 0, -1},
          new boolean[] {false, true, false},
          new boolean[] {false, false, true});
    }

    @Override
    public String description() {
      return "made";
    }
  }

  private ResultCache folder() {
    return new ResultCache(temp.resolve("data"), 1_000_000);
  }

  private Trajectories load(DatasetSource source) {
    return new DataCache(folder(), () -> new LibraryState(Map.of("made", library), Map.of()))
        .load(source, reporter, ProgressListener.NONE, new StopSignal());
  }

  @Test
  void dataIsCollectedOnceAndIsTheSame() {
    Collector source = new Collector("one");

    Trajectories collected = load(source);
    Trajectories cached = load(source);

    assertThat(source.loads).isEqualTo(1);
    assertThat(cached.name()).isEqualTo("maze-data");
    assertThat(cached.observations()).isEqualTo(collected.observations());
    assertThat(cached.actions()).isEqualTo(collected.actions());
    assertThat(cached.rewards()).isEqualTo(collected.rewards());
    assertThat(cached.terminals()).isEqualTo(collected.terminals());
    assertThat(cached.timeouts()).isEqualTo(collected.timeouts());
    verify(reporter).notice(ArgumentMatchers.startsWith("data       taken from the cache"));
  }

  @Test
  void otherSettingsAndOtherLibrariesCollectAnew() {
    Collector source = new Collector("one");
    Collector other = new Collector("two");
    load(source);

    load(other);
    library = "2.0";
    load(source);

    assertThat(other.loads).isEqualTo(1);
    assertThat(source.loads).isEqualTo(2);
  }

  @Test
  void dataThatLoadsFastIsNotCached() {
    Collector source = new Collector("");

    load(source);
    load(source);

    assertThat(source.loads).isEqualTo(2);
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void damagedDataIsCollectedAgain() throws IOException {
    Collector source = new Collector("one");
    load(source);
    try (Stream<Path> files = Files.walk(temp)) {
      for (Path file : files.filter(each -> each.endsWith("state.safetensors")).toList()) {
        Files.write(file, new byte[] {1, 2, 3});
      }
    }

    load(source);
    load(source);

    assertThat(source.loads).isEqualTo(2);
  }

  @Test
  @Timeout(60)
  void aProcessWaitsForTheOneThatCollects() throws Exception {
    Collector source = new Collector("one");
    load(source);
    Path entry;
    try (Stream<Path> entries = Files.list(temp.resolve("data"))) {
      entry = entries.filter(Files::isDirectory).findFirst().orElseThrow();
    }
    Path aside = Files.move(entry, temp.resolve("aside"));
    FileMutex lock = folder().tryLock(entry.getFileName().toString()).orElseThrow();
    Thread waiting = new Thread(() -> load(source));
    try (lock) {
      waiting.start();
      TimeUnit.MILLISECONDS.sleep(100);
      Files.move(aside, entry);
    }
    waiting.join();

    assertThat(source.loads).isEqualTo(1);
  }

  @Test
  void aFolderThatCannotBeWrittenCostsNoRun() throws IOException {
    Files.createFile(temp.resolve("data"));
    Collector source = new Collector("one");

    assertThat(load(source).steps()).isEqualTo(3);

    verify(reporter).notice(ArgumentMatchers.contains("is not shared with other runs"));
  }
}
