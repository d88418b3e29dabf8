package org.spotrl.experiments.diagnostic;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.component.Setting;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.density.BehaviorDensity;
import org.spotrl.api.diagnostic.Diagnostic;
import org.spotrl.api.diagnostic.DiagnosticMoment;
import org.spotrl.api.learning.LearnedModels;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.policy.Actor;
import org.spotrl.api.policy.Policy;
import org.spotrl.api.random.RandomStream;
import org.spotrl.api.tracking.TrackedRun;

/**
 * Pictures of some states of the data: what the critic and the behaviour density make of the
 * actions there, and where among them the data's and the policy's action are.
 *
 * <p>Which states depends on the seed and the data alone. Nothing is drawn where actions have a
 * single dimension, or where the learner knows neither action values nor a density.
 */
public final class StatePictures implements Diagnostic {

  /** The type named {@code pictures}. */
  public static final ComponentType<Config, Diagnostic> TYPE =
      new ComponentType<>(
          Diagnostic.class,
          "pictures",
          "Pictures of the action values and the density at some states.",
          Config.DEFAULTS,
          StatePictures::new);

  /** Longest observation that a picture's title shows. */
  private static final int SHOWN_NUMBERS = 6;

  /** Nats below the densest action at which the scales of a density end. */
  private static final double DENSITY_DEPTH = 20;

  private final int states;

  private StatePictures(Config config) {
    this.states = config.states();
  }

  /** Settings of the pictures. */
  public record Config(
      @Setting(value = "States of the data that each evaluation draws.", min = 1, max = 20)
          int states) {

    /** Three states. */
    public static final Config DEFAULTS = new Config(3);
  }

  @Override
  public void record(DiagnosticMoment moment, Learner learner, TrackedRun run) {
    LearnedModels models = learner.models();
    Optional<BehaviorDensity> density = models.density().or(moment::commonDensity);
    if (moment.shape().actionDim() < 2
        || (models.q().isEmpty() && density.isEmpty())
        || !Pen.draws()) {
      return;
    }
    RandomStream rows = RandomStream.of(moment.seed(), "state-pictures");
    RandomStream acting = RandomStream.of(moment.seed(), "state-pictures-actions");
    Policy policy = learner.policy();
    for (int i = 0; i < states; i++) {
      int row = rows.at(i).nextInt(moment.data().size());
      String title =
          String.format(Locale.ROOT, "State %d of %d, step %,d", i + 1, states, moment.updates());
      byte[] png = draw(moment, models, policy.start(acting.at(i)), row, title);
      run.image("support/state_" + (i + 1), moment.updates(), png);
    }
  }

  private static byte[] draw(
      DiagnosticMoment moment, LearnedModels models, Actor actor, int row, String title) {
    Dataset data = moment.data();
    int a = data.actionDim();
    float[] observation = data.observation(row);
    double[] dataAction = doubles(data.action(row));
    double[] policyAction = actor.act(doubles(observation));
    double maxAction = moment.shape().maxAction();
    ActionSquare square = new ActionSquare(policyAction, maxAction);
    ActionLine line = ActionLine.through(dataAction, policyAction, maxAction);
    float[] actions = Landscape.actions(square, line);
    List<Landscape> landscapes = new ArrayList<>();
    models
        .q()
        .map(q -> q.of(repeated(observation, actions.length / a), actions))
        .map(values -> Landscape.of("Q(s, a) of the critic", values, Double.POSITIVE_INFINITY))
        .ifPresent(landscapes::add);
    models
        .density()
        .or(moment::commonDensity)
        .map(density -> density.logDensityAt(observation, actions, a))
        .map(values -> Landscape.of("log density of the data, nats", values, DENSITY_DEPTH))
        .ifPresent(landscapes::add);
    return new StatePicture(square, line)
        .draw(title, subtitle(moment, row, observation, landscapes.size()), landscapes);
  }

  private static String subtitle(DiagnosticMoment moment, int row, float[] normalized, int panels) {
    StringBuilder text = new StringBuilder(moment.data().name());
    text.append(String.format(Locale.ROOT, ", row %,d", row));
    if (panels > 1 && normalized.length <= SHOWN_NUMBERS) {
      String separator = ": observation ";
      for (double number : moment.normalizer().denormalize(normalized)) {
        text.append(separator).append(Pen.number(number, 2));
        separator = ", ";
      }
    }
    return text.toString();
  }

  private static float[] repeated(float[] observation, int times) {
    FloatBuffer all = FloatBuffer.allocate(observation.length * times);
    while (all.hasRemaining()) {
      all.put(observation);
    }
    return all.array();
  }

  static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }
}
