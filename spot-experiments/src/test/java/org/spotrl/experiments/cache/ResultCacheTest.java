package org.spotrl.experiments.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.Sha256;
import org.spotrl.mlflow.folder.FileMutex;

class ResultCacheTest {

  private static final String A = Sha256.of("a");
  private static final String B = Sha256.of("b");
  private static final String C = Sha256.of("c");

  @TempDir private Path temp;

  private ResultCache store(long limitBytes) {
    return new ResultCache(temp.resolve("densities"), limitBytes);
  }

  private static TrainedPhase trained(int floats) {
    return new TrainedPhase(
        "run1",
        40,
        1_500,
        Map.of(20L, Map.of("train/density_loss", 0.1), 40L, Map.of("train/density_loss", -0.0)),
        new StateDict(Map.of("w", new StateTensor.Floats(new long[] {floats}, new float[floats]))));
  }

  private void keep(ResultCache store, String key, int floats) {
    FileMutex lock = store.tryLock(key).orElseThrow();
    try (lock) {
      store.save(trained(floats).entry(key));
    }
  }

  private void lastUsed(ResultCache store, String key, long second) throws IOException {
    Files.setLastModifiedTime(
        store.folder().resolve(key), FileTime.from(Instant.ofEpochSecond(second)));
  }

  @Test
  void aSavedDensityIsFoundUnchanged() {
    ResultCache store = store(1_000_000);
    assertThat(store.find(A)).isEmpty();
    keep(store, A, 3);

    TrainedPhase found = store.find(A).map(TrainedPhase::of).orElseThrow();

    assertThat(found.runId()).isEqualTo("run1");
    assertThat(found.updates()).isEqualTo(40);
    assertThat(found.millis()).isEqualTo(1_500);
    assertThat(found.metrics()).isEqualTo(trained(3).metrics());
    assertThat(found.state().tensors()).containsOnlyKeys("w");
    assertThat(found.state().floats("w", 3)).containsExactly(0, 0, 0);
    assertThat(store.find(B)).isEmpty();
  }

  @Test
  void aDamagedDensityIsNotFoundAndCanBeReplaced() throws IOException {
    ResultCache store = store(1_000_000);
    keep(store, A, 3);
    try (Stream<Path> files = Files.walk(store.folder())) {
      Path state =
          files.filter(file -> file.endsWith("state.safetensors")).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(state);
      bytes[bytes.length - 1] ^= 1;
      Files.write(state, bytes);
    }

    assertThat(store.find(A)).isEmpty();
    assertThat(store.remove(A)).isTrue();
    assertThat(store.remove(A)).isFalse();
    keep(store, A, 3);
    assertThat(store.find(A)).isPresent();
  }

  @Test
  void theLeastRecentlyUsedDensitiesAreDeleted() throws IOException {
    // Each has 4 kB of floats and less than 1 kB of other data.
    ResultCache store = store(10_500);
    keep(store, A, 1_000);
    keep(store, B, 1_000);
    lastUsed(store, A, 1_000);
    lastUsed(store, B, 2_000);
    assertThat(store.find(A)).as("used again").isPresent();

    keep(store, C, 1_000);

    assertThat(store.find(B)).isEmpty();
    assertThat(store.find(A)).isPresent();
    assertThat(store.find(C)).isPresent();
    assertThat(store.folder().resolve(B + ".lock")).doesNotExist();
  }

  @Test
  void aLockedDensityIsNotDeleted() throws IOException {
    ResultCache store = store(5_500);
    keep(store, A, 1_000);
    lastUsed(store, A, 1_000);
    FileMutex lock = store.tryLock(A).orElseThrow();
    try (lock) {
      keep(store, B, 1_000);
    }
    assertThat(store.find(A)).isPresent();
  }

  @Test
  void onlyTheHolderOfTheLockTrainsADensity() {
    ResultCache store = store(1_000);
    FileMutex lock = store.tryLock(A).orElseThrow();
    try (lock) {
      assertThat(store.tryLock(A)).isEmpty();
      assertThat(store.holderOf(A)).isEqualTo(Long.toString(ProcessHandle.current().pid()));
      FileMutex other = store.tryLock(B).orElseThrow();
      try (other) {
        assertThat(other).isNotNull();
      }
    }
    FileMutex again = store.tryLock(A).orElseThrow();
    try (again) {
      assertThat(again).isNotNull();
    }
  }

  @Test
  void itsSizeComesFromTheEnvironment() {
    assertThat(
            ResultCache.ofUser(ResultCache.Content.DENSITIES, Map.of(), temp)
                .orElseThrow()
                .folder())
        .isEqualTo(temp.resolve("densities"));
    assertThat(
            ResultCache.ofUser(
                ResultCache.Content.DENSITIES, Map.of("SPOT_DENSITY_CACHE_MB", "0"), temp))
        .isEmpty();
    assertThat(
            ResultCache.ofUser(
                ResultCache.Content.DENSITIES, Map.of("SPOT_DENSITY_CACHE_MB", " 50 "), temp))
        .isPresent();
    for (String wrong : new String[] {"2 GB", "-1", "1e3", "1".repeat(5_000)}) {
      assertThatThrownBy(
              () ->
                  ResultCache.ofUser(
                      ResultCache.Content.DENSITIES, Map.of("SPOT_DENSITY_CACHE_MB", wrong), temp))
          .isInstanceOf(SpotInputException.class)
          .hasMessageContaining("SPOT_DENSITY_CACHE_MB");
    }
  }
}
