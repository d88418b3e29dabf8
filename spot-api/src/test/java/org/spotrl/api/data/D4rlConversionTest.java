package org.spotrl.api.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares with golden arrays of D4RL's own conversion and of SPOT's reward and state rules; the
 * resource names its sources.
 */
class D4rlConversionTest {

  // Printed exactly as float32.
  private static final Offset<Float> EXACT = within(0f);

  private static JsonNode golden = JsonMapper.shared().nullNode();

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in = D4rlConversionTest.class.getResourceAsStream("d4rl-conversion.json")) {
      golden = JsonMapper.shared().readTree(Objects.requireNonNull(in));
    }
  }

  private static Trajectories raw() {
    JsonNode raw = golden.get("raw");
    int size = raw.get("rewards").size();
    Trajectories.Builder steps = new Trajectories.Builder("raw", 2, 1, size);
    for (int i = 0; i < size; i++) {
      steps.add(
          row(raw.get("observations").get(i)),
          row(raw.get("actions").get(i)),
          raw.get("rewards").get(i).asDouble(),
          raw.get("terminals").get(i).asInt() == 1,
          raw.get("timeouts").get(i).asInt() == 1);
    }
    return steps.build();
  }

  private static double[] row(JsonNode node) {
    double[] row = new double[node.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = node.get(i).asDouble();
    }
    return row;
  }

  /** All numbers below a node, row by row. */
  private static float[] flat(JsonNode node) {
    var numbers = node.isArray() ? node.valueStream().map(D4rlConversionTest::flat).toList() : null;
    if (numbers == null) {
      return new float[] {(float) node.asDouble()};
    }
    float[] all = new float[numbers.stream().mapToInt(part -> part.length).sum()];
    int position = 0;
    for (float[] part : numbers) {
      System.arraycopy(part, 0, all, position, part.length);
      position += part.length;
    }
    return all;
  }

  @Test
  void stepsBecomeTheTransitionsOfD4rl() {
    JsonNode expected = golden.get("converted").get("default");

    Dataset data = raw().transitions();

    assertThat(data.observations()).containsExactly(flat(expected.get("observations")), EXACT);
    assertThat(data.actions()).containsExactly(flat(expected.get("actions")), EXACT);
    assertThat(data.rewards()).containsExactly(flat(expected.get("rewards")), EXACT);
    assertThat(data.nextObservations())
        .containsExactly(flat(expected.get("next_observations")), EXACT);
    float[] terminals = new float[data.size()];
    for (int i = 0; i < terminals.length; i++) {
      terminals[i] = data.terminal(i) ? 1 : 0;
    }
    assertThat(terminals).containsExactly(flat(expected.get("terminals")), EXACT);
  }

  @Test
  void droppedRowsMarkTheRowsBeforeThem() {
    // Raw rows 8 and 11 are timeouts; rows 7 and 10 are rows 7 and 9 of the transitions.
    boolean[] expected = new boolean[15];
    expected[7] = true;
    expected[9] = true;

    assertThat(raw().transitions().timeouts()).containsExactly(expected);
  }

  @Test
  void antmazeRewardsEqualSpotsCode() {
    assertThat(rewards(RewardTransform.SPARSE_TO_COST))
        .containsExactly(flat(golden.get("spot_antmaze_rewards")), EXACT);
  }

  @Test
  void corlsAntmazeRewardsAreAffine() {
    assertThat(rewards(RewardTransform.affine(1, -1)))
        .containsExactly(flat(golden.get("antmaze_rewards")), EXACT);
    // CORL's CQL uses 10 r - 5. It rounds 10 r to float32 first; here the result is rounded once:
    // two roundings of at most 1e-6, half of the last place of 20.
    assertThat(rewards(RewardTransform.affine(10, -5)))
        .containsExactly(flat(golden.get("cql_antmaze_rewards")), within(2e-6f));
  }

  private static float[] rewards(RewardTransform transform) {
    Trajectories raw = raw();
    return raw.withRewards(transform.fit(raw)).transitions().rewards();
  }

  /**
   * CORL ends a return after five rows. It computes the returns 4.649 (rows 0-3), 5.624 (rows 4-8:
   * four rows and the first of the next episode, since the timeout row is gone) and 3.038. Here
   * each return ends with its episode.
   */
  @Test
  void theReturnRangeUsesEpisodesWithoutTheirTimeoutRows() {
    // Converted rows 0-3, 4-7, 8-9, 10-12, and 13-14 of the unfinished episode.
    double minimum = 0.881 + 0.479;
    double maximum = 1.18 + 1.21 + 1.0 + 1.353;
    float[] expected = raw().transitions().rewards();
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (float) (expected[i] * 1000 / (maximum - minimum));
    }

    // The sums here are of decimals, those of the data of float32 numbers: 1e-7 of 1 each.
    assertThat(rewards(RewardTransform.returnRange(1000))).containsExactly(expected, within(1e-3f));
  }

  @Test
  void normalisationEqualsSpotsCode() {
    JsonNode expected = golden.get("normalization");
    Dataset data = raw().transitions();
    Normalizer normalizer = Normalizer.of(data);

    // Sums in float64, rounded once.
    assertThat(normalizer.mean()).containsExactly(flat(expected.get("float64_mean")), EXACT);
    assertThat(normalizer.std())
        .containsExactly(flat(expected.get("float64_std_with_epsilon")), EXACT);
    // numpy's float32 sums over 15 rows differ by a few units in the last place: 1.2e-7 of 1 each,
    // and quotients reach 2.7.
    Dataset normalized = raw().normalized(normalizer).transitions();
    assertThat(normalized.observations())
        .containsExactly(flat(expected.get("observations")), within(1e-6f));
    assertThat(normalized.nextObservations())
        .containsExactly(flat(expected.get("next_observations")), within(1e-6f));
  }
}
