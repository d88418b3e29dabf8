package org.spotrl.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;
import org.spotrl.api.data.Normalizer;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.policy.MlpPolicy;
import org.spotrl.experiments.checkpoint.SafetensorsFile;

class PolicyArchiveTest {

  private static final PolicyArchive ARCHIVE =
      new PolicyArchive(
          new MlpPolicy(
              List.of(
                  new MlpPolicy.Layer(
                      new float[][] {{1, -2, 0.5f}, {0.25f, 3, -1}},
                      new float[] {0.1f, 0.2f, -0.3f}),
                  new MlpPolicy.Layer(new float[][] {{2}, {-1}, {0.5f}}, new float[] {0.05f})),
              2),
          new Normalizer(new float[] {1, -1}, new float[] {2, 0.5f}));

  @TempDir private Path temp;

  @Test
  void whatWasWrittenActsTheSame() {
    Path folder = temp.resolve("new/policy");
    ARCHIVE.write(folder, "maze", "run-1");

    PolicyArchive read = PolicyArchive.read(folder);

    assertThat(read.network().maxAction()).isEqualTo(2);
    double[] raw = {0.3, 0.7};
    assertThat(read.onRawObservations().act(raw))
        .containsExactly(ARCHIVE.onRawObservations().act(raw));
    // (0.3 - 1) / 2 = -0.35 and (0.7 + 1) / 0.5 = 3.4, so the normaliser counts.
    assertThat(ARCHIVE.onRawObservations().act(raw))
        .containsExactly(ARCHIVE.network().act(new double[] {-0.35f, 3.4f}));
  }

  @Test
  void itIsDescribedForMlflow() {
    ARCHIVE.write(temp, "maze2d-umaze-v1", "run-1");

    assertThat(temp.resolve("MLmodel"))
        .hasContent(
            """
            artifact_path: policy
            flavors:
              spot:
                data: policy.safetensors
                format: safetensors
                layers: [3, 1]
                max_action: 2.0
            metadata:
              environment: maze2d-umaze-v1
              observations: as the environment gives them; their statistics lie with the weights
            run_id: run-1
            signature:
              inputs: '[{"name": "observation", "type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 2]}}]'
              outputs: '[{"name": "action", "type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 1]}}]'
              params: null
            """);
  }

  @Test
  void aRunThatIsNotDoneHasNone() {
    assertRefused("policy.safetensors is missing");
  }

  @Test
  void aTruncatedFileIsRefused() throws IOException {
    ARCHIVE.write(temp, "maze", "run-1");
    Path file = temp.resolve("policy.safetensors");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 5));

    assertRefused("policy.safetensors");
  }

  @Test
  void layersThatDoNotFitAreRefused() throws IOException {
    // Three outputs of the first layer into two inputs of the second.
    writeState(
        Map.of(
            "actor/1/kernel", floats(new long[] {2, 1}, 1, 1),
            "actor/1/bias", floats(new long[] {1}, 0)));

    assertRefused("holds no whole policy: layer 1 takes 2 numbers, but layer 0 gives 3");
  }

  @Test
  void aDeviationOfZeroIsRefused() throws IOException {
    writeState(Map.of("normalizer/std", floats(new long[] {2}, 1, 0)));

    assertRefused("holds no whole policy: dimension 1");
  }

  @Test
  void aFileWithoutLayersIsRefused() throws IOException {
    SafetensorsFile.write(
        temp.resolve("policy.safetensors"),
        new StateDict(Map.of("weights", floats(new long[] {1}, 1))));

    assertRefused("it has no layers");
  }

  private void assertRefused(String reason) {
    assertThatThrownBy(() -> PolicyArchive.read(temp))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining(temp.toString())
        .hasMessageContaining(reason);
  }

  /** The state of a fine policy of one layer, with some tensors replaced or added. */
  private void writeState(Map<String, StateTensor> changes) throws IOException {
    Map<String, StateTensor> tensors = new TreeMap<>();
    tensors.put("actor/0/kernel", floats(new long[] {2, 3}, 1, 2, 3, 4, 5, 6));
    tensors.put("actor/0/bias", floats(new long[] {3}, 1, 2, 3));
    tensors.put("normalizer/mean", floats(new long[] {2}, 0, 0));
    tensors.put("normalizer/std", floats(new long[] {2}, 1, 1));
    tensors.put("max_action", floats(new long[] {1}, 1));
    tensors.putAll(changes);
    SafetensorsFile.write(temp.resolve("policy.safetensors"), new StateDict(tensors));
  }

  private static StateTensor floats(long[] shape, float... values) {
    return new StateTensor.Floats(shape, values);
  }
}
