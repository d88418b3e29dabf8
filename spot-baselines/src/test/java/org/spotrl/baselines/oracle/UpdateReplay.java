package org.spotrl.baselines.oracle;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;
import org.spotrl.tensorflow.testing.LearnerReplay;
import tools.jackson.databind.JsonNode;

/** Does the recorded updates and compares all that was recorded of them. */
final class UpdateReplay {

  private final OracleFile file;
  private LearnerReplay learner;
  private final Comparison comparison;
  private UnaryOperator<String> phases = recorded -> recorded.isEmpty() ? "policy" : recorded;
  private BinaryOperator<String> names = (phase, name) -> name;
  private Predicate<String> ignored = name -> false;
  private Predicate<String> madeLater = name -> false;
  private double parameterTolerance = Comparison.PARAMETER;
  private String laterPhase = "";
  private Optional<LearnerReplay> later = Optional.empty();

  /** A replay of the phase {@code policy}, with the file's names. */
  UpdateReplay(OracleFile file, LearnerReplay learner, Comparison comparison) {
    this.file = file;
    this.learner = learner;
    this.comparison = comparison;
  }

  /** The phase of the learner for the file's, which is empty where the file has one phase. */
  UpdateReplay phases(UnaryOperator<String> ours) {
    phases = ours;
    return this;
  }

  /** Our names of values for our phase and the file's name. */
  UpdateReplay names(BinaryOperator<String> ours) {
    names = ours;
    return this;
  }

  /** Inputs and values of the file that no update uses, as {@code PHASE/name} in our phases. */
  UpdateReplay ignoring(Predicate<String> logged) {
    ignored = logged;
    return this;
  }

  /** Parameters that a phase sets before it uses them: the file has no initial values of them. */
  UpdateReplay madeLater(Predicate<String> parameter) {
    madeLater = parameter;
    return this;
  }

  /** Another absolute tolerance of the final parameters. */
  UpdateReplay parameterTolerance(double tolerance) {
    parameterTolerance = tolerance;
    return this;
  }

  /**
   * Another learner for the updates of a phase of the file and all that follow. It starts with the
   * state of the first learner.
   */
  UpdateReplay continuedBy(String filePhase, LearnerReplay other) {
    laterPhase = filePhase;
    later = Optional.of(other);
    return this;
  }

  void run() {
    Map<String, float[]> initial = OracleFile.floats(file.json().path("initial"));
    requireSameParameters(initial.keySet());
    learner.assign(initial);
    int number = 0;
    for (JsonNode step : file.steps()) {
      number++;
      if (step.path("phase").asString("").equals(laterPhase)) {
        later.ifPresent(this::continueBy);
      }
      setCounter(step);
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
              if (tensor instanceof StateTensor.Floats
                  && !name.startsWith("adam/")
                  && !madeLater.test(name)) {
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

  private void continueBy(LearnerReplay other) {
    other.restore(learner.state());
    learner = other;
    later = Optional.empty();
  }

  /**
   * Sets the number of the next update where the file counts anew. The counters of Adam continue.
   */
  private void setCounter(JsonNode step) {
    if (!step.has("total_it")) {
      return;
    }
    String counter = phases.apply(step.path("phase").asString("")) + "/step";
    long done = step.path("total_it").longValue() - 1;
    StateDict state = learner.state();
    if (state.longs(counter, 1)[0] != done) {
      Map<String, StateTensor> tensors = new TreeMap<>(state.tensors());
      tensors.put(counter, new StateTensor.Longs(new long[0], new long[] {done}));
      learner.restore(new StateDict(tensors));
    }
  }

  private void update(String when, JsonNode step) {
    String phase = phases.apply(step.path("phase").asString(""));
    JsonNode expected = step.path("expected");
    Map<String, double[]> values = new LinkedHashMap<>();
    expected.properties().stream()
        .filter(entry -> !entry.getValue().isObject())
        .forEach(entry -> values.put(entry.getKey(), OracleFile.numbers(entry.getValue())));
    addAll(values, "", expected.path("intermediate"));
    addAll(values, "gradient/", expected.path("gradients"));
    values.keySet().removeIf(name -> ignored.test(phase + "/" + name));
    Map<String, float[]> actual;
    try {
      actual =
          learner.update(
              phase,
              inputs(phase, step.path("batch")),
              inputs(phase, step.path("noise")),
              values.keySet().stream().map(name -> names.apply(phase, name)).toList());
    } catch (RuntimeException e) {
      throw new AssertionError(
          "%s: %s cannot be replayed: %s".formatted(file.name(), when, e.getMessage()), e);
    }
    values.forEach(
        (name, golden) ->
            comparison.near(
                when + ", " + name,
                golden,
                Objects.requireNonNull(actual.get(names.apply(phase, name)), name)));
    compareSums(when, expected.path("parameter_sums"));
  }

  private Map<String, float[]> inputs(String phase, JsonNode arrays) {
    Map<String, float[]> inputs = OracleFile.floats(arrays);
    inputs.keySet().removeIf(name -> ignored.test(phase + "/" + name));
    return inputs;
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
                if ((tensor.getKey() + "/").startsWith(entry.getKey() + "/")
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
                  parameterTolerance);
            });
  }
}
