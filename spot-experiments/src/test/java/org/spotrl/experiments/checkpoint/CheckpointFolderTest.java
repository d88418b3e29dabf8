package org.spotrl.experiments.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.spotrl.api.SpotVersion;
import org.spotrl.api.checkpoint.Checkpoint;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.Sha256;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class CheckpointFolderTest {

  private static final long SAVED_AT = 1_750_000_000_123L;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(CheckpointFolder.class);

  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void listen() {
    folder = temp.resolve("run").resolve("checkpoints");
    log.start();
    logger.addAppender(log);
    logger.setAdditive(false);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
    logger.setAdditive(true);
  }

  private static Checkpoint checkpoint(long density, long policy, float weight) {
    return new Checkpoint(
        "hash-1",
        "run-1",
        SAVED_AT,
        90_500L,
        Map.of("density", density, "policy", policy),
        Map.of("phase.policy.seconds", 12.25, "best.normalized_score", 1.0 / 3),
        new StateDict(
            Map.of(
                "w", new StateTensor.Floats(new long[] {2}, new float[] {weight, Float.NaN}),
                "step", new StateTensor.Longs(new long[0], new long[] {policy}))));
  }

  private static Checkpoint at(long number) {
    return checkpoint(0, number, (float) number);
  }

  private CheckpointFolder store(int keep) {
    return new CheckpointFolder(folder, keep);
  }

  private long latestNumber() {
    return store(1).latest().orElseThrow().state().longs("step", 1)[0];
  }

  private List<String> entries() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private Path state(String name) {
    return folder.resolve(name).resolve("state.safetensors");
  }

  private List<String> warnings() {
    return log.list.stream()
        .filter(e -> e.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void aSavedCheckpointIsLoaded() {
    store(2).save(checkpoint(300, 20, 1.5f));

    Checkpoint read = store(2).latest().orElseThrow();

    assertThat(read.configHash()).isEqualTo("hash-1");
    assertThat(read.runId()).isEqualTo("run-1");
    assertThat(read.savedAtMillis()).isEqualTo(SAVED_AT);
    assertThat(read.elapsedMillis()).isEqualTo(90_500);
    assertThat(read.progress()).isEqualTo(Map.of("density", 300L, "policy", 20L));
    assertThat(read.measures())
        .isEqualTo(Map.of("phase.policy.seconds", 12.25, "best.normalized_score", 1.0 / 3));
    assertThat(read.state().floats("w", 2)).containsExactly(1.5f, Float.NaN);
    assertThat(read.state().longs("step", 1)).containsExactly(20L);
  }

  @Test
  void theManifestDescribesTheCheckpoint() throws IOException {
    store(2).save(checkpoint(300, 20, 1.5f));

    // The sum of the counters, 320, is the number.
    assertThat(entries()).containsExactly("step-000000320");
    Path state = state("step-000000320");
    assertThat(folder.resolve("step-000000320/manifest.json"))
        .content()
        .contains("\"format_version\" : 1,")
        .contains("\"spot_version\" : \"" + SpotVersion.current() + "\"")
        .contains("\"saved_at\" : \"2025-06-15T15:06:40.123Z\"")
        .contains("\"elapsed_millis\" : 90500,")
        .contains("\"run_id\" : \"run-1\"")
        .contains("\"config_hash\" : \"hash-1\"")
        .contains("\"density\" : 300,")
        .contains("\"policy\" : 20")
        .contains("\"bytes\" : " + Files.size(state))
        .contains("\"sha256\" : \"" + Sha256.of(state) + "\"");
  }

  @Test
  void aManifestWithoutMeasuresIsRead() throws IOException {
    store(2).save(checkpoint(300, 20, 1.5f));
    Path manifest = folder.resolve("step-000000320/manifest.json");
    JsonMapper json = JsonMapper.builder().build();
    ObjectNode root = (ObjectNode) json.readTree(Files.readString(manifest));
    root.remove(List.of("measures", "checksum"));
    root.put("checksum", Sha256.of(root.toString()));
    Files.writeString(manifest, json.writeValueAsString(root));

    Checkpoint read = store(2).latest().orElseThrow();

    assertThat(read.measures()).isEmpty();
    assertThat(read.elapsedMillis()).isEqualTo(90_500);
  }

  @Test
  void anEmptyFolderHasNoCheckpoint() throws IOException {
    assertThat(store(1).latest()).isEmpty();
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("notes.txt"), "mine");
    assertThat(store(1).latest()).isEmpty();
  }

  @Test
  void equalStatesSavedAtOtherTimesMakeEqualStateFiles() throws IOException {
    Checkpoint first = at(5);
    store(1).save(first);
    byte[] bytes = Files.readAllBytes(state("step-000000005"));
    new CheckpointFolder(temp.resolve("other"), 1)
        .save(new Checkpoint("h", "another run", 1, 0, first.progress(), Map.of(), at(5).state()));

    assertThat(temp.resolve("other/step-000000005/state.safetensors")).hasBinaryContent(bytes);
  }

  @Test
  void theHighestNumberIsTheLatestAndOlderOnesAreDeleted() throws IOException {
    CheckpointFolder store = store(2);
    for (long number : new long[] {999_999_998, 999_999_999, 1_000_000_000, 1_000_000_001}) {
      store.save(at(number));
    }

    // Ten digits sort before nine as text, not as numbers.
    assertThat(entries()).containsExactly("step-1000000000", "step-1000000001");
    assertThat(latestNumber()).isEqualTo(1_000_000_001);
  }

  @Test
  void otherFilesAreKept() throws IOException {
    Files.createDirectories(folder.resolve("step-final"));
    Files.writeString(folder.resolve("notes.txt"), "mine");
    store(1).save(at(1));
    store(1).save(at(2));

    assertThat(entries()).containsExactly("notes.txt", "step-000000002", "step-final");
  }

  @Test
  void savingTheSameNumberAgainReplacesTheCheckpoint() throws IOException {
    store(3).save(checkpoint(0, 7, 1f));
    store(3).save(checkpoint(0, 7, 2f));

    assertThat(entries()).containsExactly("step-000000007");
    assertThat(store(3).latest().orElseThrow().state().floats("w", 2)[0]).isEqualTo(2f);
  }

  @Test
  void aFlippedBitInAnyByteIsDetected() throws IOException {
    store(2).save(at(1));
    store(2).save(at(2));
    for (String name : List.of("manifest.json", "state.safetensors")) {
      Path file = folder.resolve("step-000000002").resolve(name);
      byte[] good = Files.readAllBytes(file);
      for (int i = 0; i < good.length; i++) {
        byte[] flipped = good.clone();
        flipped[i] ^= (byte) (1 << (i % 8));
        Files.write(file, flipped);
        assertThat(latestNumber()).as("bit %d of byte %d of %s", i % 8, i, name).isEqualTo(1);
      }
      Files.write(file, good);
    }
    assertThat(latestNumber()).isEqualTo(2);
  }

  @Test
  void aFlippedBitOfTheVersionIsNotTakenForANewerFormat() throws IOException {
    store(2).save(at(1));
    store(2).save(at(2));
    Path manifest = folder.resolve("step-000000002/manifest.json");
    // '1' and '3' differ in one bit.
    Files.writeString(
        manifest,
        Files.readString(manifest).replace("\"format_version\" : 1", "\"format_version\" : 3"));

    assertThat(latestNumber()).isEqualTo(1);
    assertThat(warnings())
        .singleElement()
        .asString()
        .endsWith("manifest.json does not match its own checksum");
  }

  @Test
  void aTruncatedFileIsDetectedAndLogged() throws IOException {
    store(2).save(at(1));
    store(2).save(at(2));
    byte[] good = Files.readAllBytes(state("step-000000002"));
    Files.write(state("step-000000002"), Arrays.copyOf(good, good.length - 1));

    assertThat(latestNumber()).isEqualTo(1);
    assertThat(warnings())
        .containsExactly(
            "checkpoint %s is damaged and skipped: state.safetensors has %d bytes instead of %d"
                .formatted(folder.resolve("step-000000002"), good.length - 1, good.length));
  }

  @Test
  void ifAllCheckpointsAreDamagedEachReasonIsReported() throws IOException {
    store(2).save(at(1));
    store(2).save(at(2));
    Files.delete(state("step-000000002"));
    Files.writeString(folder.resolve("step-000000001/manifest.json"), "{");

    assertThatThrownBy(() -> store(2).latest())
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("every checkpoint in " + folder + " is damaged")
        .hasMessageContaining("step-000000002: there is no ")
        .hasMessageContaining("step-000000001: manifest.json is not a valid manifest");
  }

  @Test
  void aNewerFormatIsRefusedByItsNumber() throws IOException {
    store(2).save(at(1));
    store(2).save(at(2));
    Path manifest = folder.resolve("step-000000002/manifest.json");
    withVersionTwo(manifest);

    assertThatThrownBy(() -> store(2).latest())
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("has format version 2 (written by spot " + SpotVersion.current())
        .hasMessageContaining("reads versions up to 1");
  }

  /** Changes the version and the checksum, as a newer spot would write them. */
  private static void withVersionTwo(Path manifest) throws IOException {
    String text = Files.readString(manifest);
    String newer = text.replace("\"format_version\" : 1", "\"format_version\" : 2");
    String body = newer.substring(0, newer.indexOf(",\n  \"checksum\"")) + "}";
    String sum = Sha256.of(body.replaceAll("\\s", ""));
    Files.writeString(
        manifest, newer.replaceAll("\"checksum\" : \"\\w+\"", "\"checksum\" : \"" + sum + "\""));
  }

  @Test
  void aRunThatSkippedADamagedCheckpointCanSaveALowerNumber() throws IOException {
    store(1).save(at(200));
    store(2).save(at(300));
    Files.write(state("step-000000300"), new byte[3]);
    assertThat(latestNumber()).isEqualTo(200);

    store(1).save(at(250));

    assertThat(entries()).containsExactly("step-000000250");
    assertThat(latestNumber()).isEqualTo(250);
  }

  @Test
  void anIntactLaterCheckpointIsNeverDeleted() throws IOException {
    store(1).save(at(300));

    assertThatThrownBy(() -> store(1).save(at(250)))
        .isInstanceOf(SpotRunException.class)
        .hasMessageContaining("step-000000250 cannot be saved")
        .hasMessageContaining("step-000000300 is a later checkpoint");
    assertThat(entries()).containsExactly("step-000000300");
  }

  // The files that a kill leaves at each moment of a save, made by hand. The old checkpoint is 1.

  @ParameterizedTest(name = "killed after {0} of the files")
  @ValueSource(ints = {0, 1, 2, 3})
  void aSaveKilledWhileWritingKeepsTheOldCheckpoint(int files) throws IOException {
    store(1).save(at(1));
    Path saving = wholeElsewhere(2, "step-000000002");
    if (files < 3) {
      Files.delete(saving.resolve("manifest.json"));
    }
    if (files == 1) {
      Files.write(saving.resolve("state.safetensors"), new byte[10]);
    }
    if (files == 0) {
      Files.delete(saving.resolve("state.safetensors"));
    }
    Files.move(saving, folder.resolve("step-000000002.saving"));

    assertThat(latestNumber()).isEqualTo(1);
    store(1).save(at(2));
    assertThat(entries()).containsExactly("step-000000002");
    assertThat(latestNumber()).isEqualTo(2);
  }

  @Test
  void aSaveKilledAfterTheRenameKeepsTheNewCheckpoint() throws IOException {
    store(2).save(at(1));
    store(2).save(at(2));
    Files.move(folder.resolve("step-000000001"), folder.resolve("step-000000001.removed"));
    Files.delete(folder.resolve("step-000000001.removed/manifest.json"));

    assertThat(latestNumber()).isEqualTo(2);
    store(1).save(at(3));
    assertThat(entries()).containsExactly("step-000000003");
  }

  @Test
  void aReplacementKilledBetweenItsRenamesKeepsTheOldCheckpoint() throws IOException {
    store(1).save(checkpoint(0, 7, 1f));
    Files.move(folder.resolve("step-000000007"), folder.resolve("step-000000007.replaced"));
    Files.move(wholeElsewhere(7, "step-000000007"), folder.resolve("step-000000007.saving"));

    Optional<Checkpoint> latest = store(1).latest();
    assertThat(latest.orElseThrow().state().floats("w", 2)[0]).isEqualTo(1f);

    store(2).save(at(8));
    assertThat(entries()).containsExactly("step-000000007", "step-000000008");
  }

  @Test
  void aReplacementKilledAfterItsRenamesKeepsTheNewCheckpoint() throws IOException {
    store(1).save(checkpoint(0, 7, 1f));
    Files.move(folder.resolve("step-000000007"), folder.resolve("step-000000007.replaced"));
    Files.move(wholeElsewhere(7, "step-000000007"), folder.resolve("step-000000007"));

    assertThat(store(1).latest().orElseThrow().state().floats("w", 2)[0]).isEqualTo(7f);

    store(2).save(at(8));
    assertThat(entries()).containsExactly("step-000000007", "step-000000008");
  }

  private Path wholeElsewhere(long number, String name) {
    Path elsewhere = temp.resolve("elsewhere");
    new CheckpointFolder(elsewhere, 1).save(at(number));
    return elsewhere.resolve(name);
  }

  @Test
  void aFullDiskFailsTheSaveAndKeepsTheOldCheckpoint() throws IOException {
    store(1).save(at(1));
    byte[] manifest = Files.readAllBytes(folder.resolve("step-000000001/manifest.json"));
    CheckpointFolder full =
        new CheckpointFolder(
            folder,
            1,
            (file, state) -> {
              Files.write(file, new byte[100]);
              throw new IOException("No space left on device");
            });

    for (long number : new long[] {1, 2}) {
      assertThatThrownBy(() -> full.save(at(number)))
          .isInstanceOf(SpotRunException.class)
          .hasMessageContaining("checkpoint step-00000000" + number + " cannot be written")
          .hasMessageContaining("No space left on device")
          .hasMessageContaining("earlier checkpoints are kept");
      assertThat(entries()).containsExactly("step-000000001");
    }
    assertThat(folder.resolve("step-000000001/manifest.json")).hasBinaryContent(manifest);
    assertThat(latestNumber()).isEqualTo(1);
  }

  @Test
  void aFolderThatCannotBeCreatedFailsTheSave() throws IOException {
    Files.createDirectories(folder.getParent());
    Files.writeString(folder, "a file is in the way");

    assertThatThrownBy(() -> store(1).save(at(1)))
        .isInstanceOf(SpotRunException.class)
        .hasMessageContaining(
            "step-000000001 cannot be written to %s: %s is in the way", folder, folder);
  }

  @Test
  void wrongArgumentsAreRefused() {
    assertThatThrownBy(() -> store(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("at least 1 checkpoint must be kept, not 0");
    Checkpoint negative =
        new Checkpoint("h", "r", 0, 0, new TreeMap<>(Map.of("a", -1L)), Map.of(), at(1).state());
    assertThatThrownBy(() -> store(1).save(negative))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("progress counters must not be negative: {a=-1}");
  }
}
