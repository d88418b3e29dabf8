package org.spotrl.baselines.oracle;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;
import org.spotrl.tensorflow.testing.LearnerReplay;
import tools.jackson.databind.JsonNode;

/** Runs the recorded updates of one phase and compares all recorded numbers. */
final class UpdateReplay {

  private final OracleFile file;
  private final LearnerReplay learner;
  private final String phase;
  private final Comparison comparison;
  private final UnaryOperator<String> names;

  UpdateReplay(OracleFile file, LearnerReplay learner, String phase, Comparison comparison) {
    this(file, learner, phase, comparison, UnaryOperator.identity());
  }

  /**
   * A replay of values with other names here than in the file.
   *
   * @param names maps names in the file to names here
   */
  UpdateReplay(
      OracleFile file,
      LearnerReplay learner,
      String phase,
      Comparison comparison,
      UnaryOperator<String> names) {
    this.file = file;
    this.learner = learner;
    this.phase = phase;
    this.comparison = comparison;
    this.names = names;
  }

  void run() {
    Map<String, float[]> initial = OracleFile.floats(file.json().path("initial"));
    requireSameParameters(initial.keySet());
    learner.assign(initial);
    int number = 0;
    for (JsonNode step : file.steps()) {
      number++;
      requireNumber(number, step);
      update("update " + number, step);
    }
    if (number == 0) {
      comparison.fail("no updates are recorded");
    }
    compareFinal();
  }

  /** Checks that the file sets all parameters of the graph: others would start at random. */
  private void requireSameParameters(Set<String> recorded) {
    TreeSet<String> own = new TreeSet<>();
    learner
        .state()
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (tensor instanceof StateTensor.Floats && !name.startsWith("adam/")) {
                own.add(name);
              }
            });
    if (!own.equals(recorded)) {
      TreeSet<String> lacking = new TreeSet<>(recorded);
      lacking.removeAll(own);
      own.removeAll(recorded);
      throw new AssertionError(
          "%s: the learner lacks the parameters %s and has the additional parameters %s"
              .formatted(file.name(), lacking, own));
    }
  }

  private void requireNumber(int number, JsonNode step) {
    if (step.path("total_it").asInt(number) != number) {
      throw new AssertionError(
          "%s: step %d has total_it %d, but the counter of a learner cannot be reset"
              .formatted(file.name(), number, step.path("total_it").asInt()));
    }
  }

  private void update(String when, JsonNode step) {
    JsonNode expected = step.path("expected");
    Map<String, double[]> values = new LinkedHashMap<>();
    expected.properties().stream()
        .filter(entry -> !entry.getValue().isObject())
        .forEach(entry -> values.put(entry.getKey(), OracleFile.numbers(entry.getValue())));
    addAll(values, "", expected.path("intermediate"));
    addAll(values, "gradient/", expected.path("gradients"));
    Map<String, float[]> actual;
    try {
      actual =
          learner.update(
              phase,
              OracleFile.floats(step.path("batch")),
              OracleFile.floats(step.path("noise")),
              values.keySet().stream().map(names).toList());
    } catch (RuntimeException e) {
      throw new AssertionError(
          "%s: %s cannot be replayed: %s".formatted(file.name(), when, e.getMessage()), e);
    }
    values.forEach(
        (name, golden) ->
            comparison.near(
                when + ", " + name,
                golden,
                Objects.requireNonNull(actual.get(names.apply(name)), name)));
    compareSums(when, expected.path("parameter_sums"));
  }

  private static void addAll(Map<String, double[]> values, String prefix, JsonNode arrays) {
    arrays
        .properties()
        .forEach(
            entry -> values.put(prefix + entry.getKey(), OracleFile.numbers(entry.getValue())));
  }

  private void compareSums(String when, JsonNode sums) {
    StateDict state = learner.state();
    sums.properties()
        .forEach(
            entry -> {
              double sum = 0;
              double squares = 0;
              for (Map.Entry<String, StateTensor> tensor : state.tensors().entrySet()) {
                if (tensor.getKey().startsWith(entry.getKey() + "/")
                    && tensor.getValue() instanceof StateTensor.Floats floats) {
                  for (float value : floats.values()) {
                    sum += value;
                    squares += (double) value * value;
                  }
                }
              }
              String what = when + ", sum over " + entry.getKey();
              comparison.nearSum(what, entry.getValue().path("sum").doubleValue(), sum);
              comparison.nearSum(
                  what + " of squares",
                  entry.getValue().path("sum_of_squares").doubleValue(),
                  squares);
            });
  }

  private void compareFinal() {
    StateDict state = learner.state();
    JsonNode parameters = file.json().path("final");
    if (parameters.isEmpty()) {
      comparison.fail("no final parameters are recorded");
    }
    parameters
        .properties()
        .forEach(
            entry -> {
              double[] golden = OracleFile.numbers(entry.getValue());
              comparison.within(
                  "final " + entry.getKey(),
                  golden,
                  state.floats(entry.getKey(), golden.length),
                  Comparison.PARAMETER);
            });
  }
}
