package org.spotrl.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spotrl.policy.MlpNetwork.Layer;

class MlpPolicyTest {

  /** Two inputs, three hidden units, two outputs. */
  private static List<Layer> layers() {
    return List.of(
        new Layer(new float[][] {{1, -1, 2}, {0.5f, 1, -1}}, new float[] {0, 1, -0.5f}),
        new Layer(new float[][] {{0.5f, 0}, {1, -1}, {3, 3}}, new float[] {0.25f, 0}));
  }

  @Test
  void multipliesRectifiesAndSquashes() {
    // Observation (1, 2): hidden (1+1, -1+2+1, 2-2-0.5) = (2, 2, -0.5), rectified (2, 2, 0);
    // output (0.25+1+2, -2) = (3.25, -2).
    double[] action = new MlpPolicy(layers(), 2.0).act(new double[] {1, 2});

    // tanh in float32: its last place is 6e-8.
    assertThat(action[0]).isEqualTo(2 * Math.tanh(3.25), within(2e-7));
    assertThat(action[1]).isEqualTo(2 * Math.tanh(-2), within(2e-7));
  }

  @Test
  void aSingleLayerIsNotRectified() {
    MlpPolicy policy = new MlpPolicy(List.of(new Layer(new float[][] {{1}}, new float[] {0})), 1.0);

    assertThat(policy.act(new double[] {-0.5})[0]).isEqualTo(Math.tanh(-0.5), within(6e-8));
  }

  @Test
  void actionsNeverLeaveTheirRange() {
    MlpPolicy policy = new MlpPolicy(layers(), 0.3);

    for (double x : new double[] {-1e30, -1e3, 0, 1e3, 1e30}) {
      for (double a : policy.act(new double[] {x, -x})) {
        assertThat(Math.abs(a)).isLessThanOrEqualTo((double) 0.3f);
      }
    }
  }

  @Test
  void aNotANumberIsNotHidden() {
    assertThat(new MlpPolicy(layers(), 1.0).act(new double[] {Double.NaN, 0})).contains(Double.NaN);
  }

  @Test
  void hasTheSizesOfItsLayers() {
    MlpPolicy policy = new MlpPolicy(layers(), 2.0);

    assertThat(policy.network().inputs()).isEqualTo(2);
    assertThat(policy.network().outputs()).isEqualTo(2);
    assertThat(policy.maxAction()).isEqualTo(2);
  }

  @Test
  void copiesItsListOfLayers() {
    List<Layer> given = new ArrayList<>(layers());
    MlpPolicy policy = new MlpPolicy(given, 1.0);
    double[] before = policy.act(new double[] {1, 2});
    given.clear();

    assertThat(policy.act(new double[] {1, 2})).containsExactly(before);
    assertThatThrownBy(() -> policy.network().layers().remove(0))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void eachActionIsANewArray() {
    MlpPolicy policy = new MlpPolicy(layers(), 1.0);
    double[] first = policy.act(new double[] {1, 2});
    double kept = first[0];
    policy.act(new double[] {-3, 5});

    assertThat(first[0]).isEqualTo(kept);
  }

  @Test
  void anObservationOfAnotherSizeIsRefused() {
    assertThatThrownBy(() -> new MlpPolicy(layers(), 1.0).act(new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the observation has 3 numbers, but the policy expects 2");
  }

  @Test
  void layersThatDoNotFitAreRefused() {
    Layer first = layers().get(0);
    assertThatThrownBy(() -> new MlpPolicy(List.of(first, first), 1.0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layer 1 has 2 inputs, but layer 0 has 3 outputs");
    assertThatThrownBy(() -> new MlpPolicy(List.of(), 1.0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a policy needs at least one layer");
    assertThatThrownBy(() -> new Layer(new float[][] {{1, 2}, {3}}, new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 1 of the kernel has 1 numbers, but the bias has 2");
    assertThatThrownBy(() -> new Layer(new float[0][], new float[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 inputs and 1 outputs");
  }

  @Test
  void aRangeThatIsNotPositiveIsRefused() {
    for (double maxAction : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new MlpPolicy(layers(), maxAction))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("maxAction must be positive and finite, not " + maxAction);
    }
  }
}
