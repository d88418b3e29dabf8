package org.spotrl.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.policy.TaskShape;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;

/** Stochastic policies with one-layer networks, computed by hand. */
class StochasticPoliciesTest {

  private static StateTensor kernel(int in, int out, float... values) {
    return new StateTensor.Floats(new long[] {in, out}, values);
  }

  private static StateTensor vector(float... values) {
    return new StateTensor.Floats(new long[] {values.length}, values);
  }

  private static RandomSequence random(long episode) {
    return RandomStream.of(1, "test").at(episode);
  }

  /** Mean 2 tanh(0.5 s), log standard deviation -1 after clipping. */
  private static Policy gaussian(String temperature) {
    return new GaussianFormat()
        .policy(
            new TaskShape(1, 1, 2),
            Map.of("temperature", temperature, "log_std_min", "-20", "log_std_max", "-1"),
            new StateDict(
                Map.of(
                    "actor/0/kernel", kernel(1, 1, 0.5f),
                    "actor/0/bias", vector(0),
                    "actor/log_std", vector(3))));
  }

  @Test
  void aGaussianTakesItsMeanAtTemperatureZero() {
    assertThat(gaussian("0").start(random(0)).act(new double[] {1})[0])
        .isCloseTo(2 * Math.tanh(0.5), within(1e-6));
  }

  @Test
  void aGaussianDrawsFromTheRandomSequenceOfItsEpisode() {
    double draw = random(4).nextGaussian();

    double action = gaussian("0.5").start(random(4)).act(new double[] {1})[0];

    assertThat(action).isCloseTo(2 * Math.tanh(0.5) + 0.5 * Math.exp(-1) * draw, within(1e-6));
    assertThat(gaussian("0.5").start(random(5)).act(new double[] {1})[0]).isNotEqualTo(action);
    assertThat(gaussian("1000").start(random(4)).act(new double[] {1})[0])
        .as("clipped to the range")
        .isIn(-2.0, 2.0);
  }

  /** Values of the code of one-step RL: the second row of its distribution in onestep.json. */
  @Test
  void aTruncatedGaussianTakesItsMean() {
    double[] location = {0.6487526297569275, 0.8294257521629333, -0.5895971655845642};
    double[] scale = {0.3232339024543762, 0.18692561984062195, 0.1870577484369278};
    float[] bias = new float[6];
    for (int d = 0; d < 3; d++) {
      bias[d] = (float) (0.5 * Math.log((1 + location[d]) / (1 - location[d])));
      // log std = -5 + 2.5 (tanh(x) + 1).
      double soft = (Math.log(scale[d]) + 5) / 2.5 - 1;
      bias[3 + d] = (float) (0.5 * Math.log((1 + soft) / (1 - soft)));
    }
    StateDict weights =
        new StateDict(
            Map.of("actor/0/kernel", kernel(1, 6, new float[6]), "actor/0/bias", vector(bias)));
    Map<String, String> settings =
        Map.of(
            "mean", "truncated",
            "temperature", "0",
            "log_std", "soft",
            "log_std_min", "-5",
            "log_std_max", "0");
    TaskShape shape = new TaskShape(1, 3, 1);

    // Float32 parameters.
    assertThat(
            new GaussianFormat()
                .policy(shape, settings, weights)
                .start(random(0))
                .act(new double[] {1}))
        .containsExactly(
            new double[] {0.5658058418932301, 0.7693994385272694, -0.5827768795975572},
            within(1e-6));
    Map<String, String> warm = new TreeMap<>(settings);
    warm.put("temperature", "0.5");
    assertThatThrownBy(() -> new GaussianFormat().policy(shape, warm, weights))
        .hasMessageContaining("needs temperature 0, not 0.5");
  }

  /**
   * The decoder returns tanh(z), the perturbation adds 0.1 tanh(1), and Q is the action itself, so
   * the largest action is taken.
   */
  private static BestOfSamplesPolicy best(Map<String, String> settings) {
    return new BestOfSamplesFormat()
        .policy(
            new TaskShape(1, 1, 1),
            settings,
            new StateDict(
                Map.of(
                    "vae/decoder/0/kernel", kernel(2, 1, 0, 1),
                    "vae/decoder/0/bias", vector(0),
                    "perturbation/0/kernel", kernel(2, 1, 0, 0),
                    "perturbation/0/bias", vector(1),
                    "critic/q1/0/kernel", kernel(2, 1, 0, 1),
                    "critic/q1/0/bias", vector(0))));
  }

  private static final Map<String, String> SETTINGS =
      Map.of("samples", "3", "latent_clip", "0.5", "phi", "0.1");

  @Test
  void theSampleWithTheHighestQIsTaken() {
    BestOfSamplesPolicy policy = best(SETTINGS);

    // Latents -2, 0.25 and 0.1; the first is clipped to -0.5.
    double action = policy.act(new double[] {7}, new float[] {-2, 0.25f, 0.1f})[0];

    assertThat(action).isCloseTo(Math.tanh(0.25) + 0.1 * Math.tanh(1), within(1e-6));
    assertThat(policy.act(new double[] {7}, new float[] {-2, -2, 9})[0])
        .as("the latent 9 is clipped to 0.5")
        .isCloseTo(Math.tanh(0.5) + 0.1 * Math.tanh(1), within(1e-6));
  }

  @Test
  void samplesAreDrawnInOrderFromTheEpisodesSequence() {
    RandomSequence copy = random(2);
    float[] draws = new float[3];
    for (int i = 0; i < 3; i++) {
      draws[i] = (float) copy.nextGaussian();
    }

    assertThat(best(SETTINGS).start(random(2)).act(new double[] {7}))
        .containsExactly(best(SETTINGS).act(new double[] {7}, draws));
  }

  @Test
  void missingAndWrongSettingsAreRefused() {
    assertThatThrownBy(() -> best(Map.of("samples", "3", "phi", "0.1")))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("'best-of-samples' needs the setting 'latent_clip'");
    assertThatThrownBy(() -> best(Map.of("samples", "2.5", "latent_clip", "0.5", "phi", "0.1")))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("'samples'")
        .hasMessageContaining("an integer >= 1, not 2.5");
    assertThatThrownBy(() -> gaussian("warm"))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("'temperature'")
        .hasMessageContaining("not 'warm'");
  }
}
