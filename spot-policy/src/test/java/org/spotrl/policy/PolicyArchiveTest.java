package org.spotrl.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;
import org.spotrl.api.data.Normalizer;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.policy.PolicySnapshot;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.api.random.RandomStream;

class PolicyArchiveTest {

  private static final PolicySnapshot SNAPSHOT =
      new PolicySnapshot(
          new MlpFormat(),
          new TaskShape(2, 1, 2),
          Map.of(),
          new StateDict(
              Map.of(
                  "actor/0/kernel", floats(new long[] {2, 3}, 1, -2, 0.5f, 0.25f, 3, -1),
                  "actor/0/bias", floats(new long[] {3}, 0.1f, 0.2f, -0.3f),
                  "actor/1/kernel", floats(new long[] {3, 1}, 2, -1, 0.5f),
                  "actor/1/bias", floats(new long[] {1}, 0.05f))));

  private static final PolicyArchive ARCHIVE =
      new PolicyArchive(SNAPSHOT, new Normalizer(new float[] {1, -1}, new float[] {2, 0.5f}));

  @TempDir private Path temp;

  @Test
  void aPolicyReadFromItsFolderTakesTheSameActions() {
    Path folder = temp.resolve("new/policy");
    ARCHIVE.write(folder, "maze", "run-1");

    PolicyArchive read = PolicyArchive.read(folder);

    assertThat(read.snapshot().shape()).isEqualTo(new TaskShape(2, 1, 2));
    double[] raw = {0.3, 0.7};
    assertThat(act(read.onRawObservations(), raw))
        .containsExactly(act(ARCHIVE.onRawObservations(), raw));
    // (0.3 - 1) / 2 = -0.35 and (0.7 + 1) / 0.5 = 3.4, so the normaliser changes the action.
    assertThat(act(ARCHIVE.onRawObservations(), raw))
        .containsExactly(act(SNAPSHOT.policy(), -0.35f, 3.4f));
  }

  @Test
  void settingsAndFormatAreKept() {
    Map<String, StateTensor> weights = new TreeMap<>(SNAPSHOT.weights().tensors());
    weights.put("actor/log_std", floats(new long[] {1}, -1));
    Map<String, String> settings =
        Map.of("temperature", "0.5", "log_std_min", "-20.0", "log_std_max", "2.0");
    PolicySnapshot gaussian =
        new PolicySnapshot(
            new GaussianFormat(), SNAPSHOT.shape(), settings, new StateDict(weights));
    new PolicyArchive(gaussian, ARCHIVE.normalizer()).write(temp, "maze", "run-1");

    PolicySnapshot read = PolicyArchive.read(temp).snapshot();

    assertThat(read.format()).isInstanceOf(GaussianFormat.class);
    assertThat(read.settings()).isEqualTo(settings);
    assertThat(act(read.policy(), 0.1, 0.2)).containsExactly(act(gaussian.policy(), 0.1, 0.2));
  }

  @Test
  void anUnknownFormatIsRefusedByName() throws IOException {
    ARCHIVE.write(temp, "maze", "run-1");
    Path description = temp.resolve("policy.json");
    Files.writeString(description, Files.readString(description).replace("\"mlp\"", "\"spline\""));

    assertRefused(
        "unknown policy format 'spline' (known: best-of-samples, decision-transformer, gaussian, latent, mlp, squashed-gaussian)");
  }

  @Test
  void aPolicyOfAnEarlierVersionActsAsItDidThen() throws IOException {
    // Stored by version 0.1.0 before policies had formats, with the actions it gave then.
    Path folder =
        Path.of(PolicyArchiveTest.class.getResource("/policies/mlp-without-format").getPath());
    Policy policy = PolicyArchive.read(folder).onRawObservations();

    for (String line : Files.readAllLines(folder.resolve("actions.csv"))) {
      double[] numbers = Stream.of(line.split(",")).mapToDouble(Double::parseDouble).toArray();
      assertThat(act(policy, java.util.Arrays.copyOf(numbers, 4)))
          .containsExactly(java.util.Arrays.copyOfRange(numbers, 4, 6));
    }
  }

  private static double[] act(Policy policy, double... observation) {
    return policy.start(RandomStream.of(0, "test").at(0)).act(observation);
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
                max_action: 2.0
                policy: mlp
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
  void anUnfinishedRunHasNoPolicy() {
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
    // The first layer has three outputs, the second two inputs.
    writeState(
        Map.of(
            "actor/1/kernel", floats(new long[] {2, 1}, 1, 1),
            "actor/1/bias", floats(new long[] {1}, 0)));

    assertRefused("is damaged: layer 1 has 2 inputs, but layer 0 has 3 outputs");
  }

  @Test
  void aDeviationOfZeroIsRefused() throws IOException {
    writeState(Map.of("normalizer/std", floats(new long[] {2}, 1, 0)));

    assertRefused("is damaged: dimension 1");
  }

  @Test
  void aFileWithoutLayersIsRefused() throws IOException {
    SafetensorsFile.write(
        temp.resolve("policy.safetensors"),
        new StateDict(Map.of("weights", floats(new long[] {1}, 1))));

    assertRefused("network 'actor' has no layers");
  }

  private void assertRefused(String reason) {
    assertThatThrownBy(() -> PolicyArchive.read(temp))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining(reason);
  }

  /** The state of a valid policy with one layer, with some tensors replaced or added. */
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
