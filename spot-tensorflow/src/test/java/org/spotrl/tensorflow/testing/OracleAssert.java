package org.spotrl.tensorflow.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** Replays a recorded case and compares all that it expects. */
public final class OracleAssert {

  /** Relative to the largest number of an array: float32 against the authors' float64. */
  private static final double RELATIVE = 1e-5;

  /**
   * Of final parameters. The authors' code itself strays by 3e-7 in float32, a wrong epsilon in
   * Adam by 2e-5.
   */
  private static final double PARAMETER = 3e-6;

  private OracleAssert() {}

  /** Does every update of the case in one phase, and compares it and the final parameters. */
  public static void replay(OracleCase oracle, LearnerReplay learner, String phase) {
    learner.assign(oracle.parameters("initial"));
    int number = 0;
    for (JsonNode step : oracle.steps()) {
      number++;
      JsonNode expected = step.get("expected");
      List<String> names = new ArrayList<>();
      expected.properties().stream()
          .filter(entry -> entry.getValue().isNumber())
          .forEach(entry -> names.add(entry.getKey()));
      Map<String, float[]> intermediate = OracleCase.arrays(expected.get("intermediate"));
      names.addAll(intermediate.keySet());
      JsonNode gradients = expected.get("gradients");
      if (gradients != null) {
        gradients.properties().forEach(entry -> names.add("gradient/" + entry.getKey()));
      }
      Map<String, float[]> values =
          learner.update(
              phase,
              OracleCase.arrays(step.get("batch")),
              OracleCase.arrays(step.get("noise")),
              names);
      for (String name : names) {
        JsonNode golden =
            name.startsWith("gradient/")
                ? Objects.requireNonNull(gradients).get(name.substring("gradient/".length()))
                : expected.get(name) != null
                    ? expected.get(name)
                    : expected.get("intermediate").get(name);
        assertClose(
            "update " + number + ", " + name,
            Objects.requireNonNull(values.get(name)),
            OracleCase.array(golden));
      }
    }
    oracle
        .parameters("final")
        .forEach(
            (name, golden) ->
                assertThat(learner.parameter(name))
                    .as("final %s", name)
                    .containsExactly(golden, within((float) PARAMETER)));
  }

  /** Compares relative to the largest expected number. */
  public static void assertClose(String what, float[] actual, float[] expected) {
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(actual).as(what).containsExactly(expected, within((float) (RELATIVE * largest)));
  }
}
