package org.spotrl.experiments.picture;

import java.awt.AWTError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.data.Normalizer;
import org.spotrl.api.learning.Learner;
import org.spotrl.policy.MlpPolicy;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;

/**
 * Pictures of some states of the data: what the critic and the behaviour density make of the
 * actions there, and where among them the data's and the policy's action are.
 *
 * <p>Which states depends on the seed and the data alone. Drawing changes nothing in the learner
 * and takes nothing from its random numbers.
 */
public final class StatePictures {

  /** Numbers of an observation that a picture tells. */
  private static final int TOLD_NUMBERS = 6;

  /** Nats below the densest action at which the scales of a density end. */
  private static final double DENSITY_DEPTH = 20;

  private static final Logger LOG = LoggerFactory.getLogger(StatePictures.class);

  private final Dataset data;
  private final Normalizer normalizer;
  private final double maxAction;
  private final int[] rows;

  private StatePictures(Dataset data, Normalizer normalizer, double maxAction, int[] rows) {
    this.data = data;
    this.normalizer = normalizer;
    this.maxAction = maxAction;
    this.rows = rows;
  }

  /**
   * Pictures of this many states; none if actions have a single dimension.
   *
   * @param data as the learner sees it
   * @param normalizer what made its observations
   */
  public static StatePictures of(
      Dataset data, Normalizer normalizer, double maxAction, long seed, int count) {
    boolean drawn = count > 0 && data.actionDim() >= 2 && canDraw();
    int[] rows = new int[drawn ? count : 0];
    RandomStream stream = RandomStream.of(seed, "state-pictures");
    for (int i = 0; i < rows.length; i++) {
      RandomSequence random = stream.at(i);
      rows[i] = random.nextInt(data.size());
    }
    return new StatePictures(data, normalizer, maxAction, rows);
  }

  /** A JDK without fonts can train all the same; the user hears why there are no pictures. */
  private static boolean canDraw() {
    try {
      double[] action = {0, 0};
      new StatePicture(new ActionSquare(action, 1), ActionLine.through(action, action, 1))
          .draw("x", "x", List.of(Landscape.of("x", new double[Landscape.VALUES], 1)));
      return true;
    } catch (RuntimeException | LinkageError | InternalError | AWTError e) {
      LOG.warn(
          "pictures of states are left out, because this Java cannot draw text ({}): install"
              + " fontconfig and a font (Debian, Ubuntu: apt-get install fontconfig"
              + " fonts-dejavu-core), or set tracking.pictures to 0",
          e.toString());
      return false;
    }
  }

  /**
   * A picture of each state as the learner is now, in the PNG format, by the name of its series;
   * none if the learner knows neither action values nor a density.
   *
   * @param step updates of the policy
   */
  public Map<String, byte[]> draw(Learner learner, long step) {
    Map<String, byte[]> pictures = new TreeMap<>();
    if (rows.length == 0
        || (learner.actionValue().isEmpty() && learner.behaviorDensity().isEmpty())) {
      return pictures;
    }
    MlpPolicy policy = learner.policy();
    for (int i = 0; i < rows.length; i++) {
      String title =
          String.format(Locale.ROOT, "State %d of %d, step %,d", i + 1, rows.length, step);
      pictures.put("support/state_" + (i + 1), draw(learner, policy, rows[i], title));
    }
    return pictures;
  }

  private byte[] draw(Learner learner, MlpPolicy policy, int row, String title) {
    int a = data.actionDim();
    float[] observation = data.observation(row);
    double[] dataAction = doubles(data.action(row));
    double[] policyAction = policy.act(doubles(observation));
    ActionSquare square = new ActionSquare(policyAction, maxAction);
    ActionLine line = ActionLine.through(dataAction, policyAction, maxAction);
    float[] actions = Landscape.actions(square, line);
    List<Landscape> landscapes = new ArrayList<>();
    learner
        .actionValue()
        .map(q -> q.of(repeated(observation, actions.length / a), actions))
        .map(values -> Landscape.of("Q(s, a) of the critic", values, Double.POSITIVE_INFINITY))
        .ifPresent(landscapes::add);
    learner
        .behaviorDensity()
        .map(density -> density.logDensityAt(observation, actions, a))
        .map(values -> Landscape.of("log density of the data, nats", values, DENSITY_DEPTH))
        .ifPresent(landscapes::add);
    return new StatePicture(square, line)
        .draw(title, subtitle(row, observation, landscapes.size()), landscapes);
  }

  private String subtitle(int row, float[] normalized, int panels) {
    StringBuilder text = new StringBuilder(data.name());
    text.append(String.format(Locale.ROOT, ", row %,d", row));
    if (panels > 1 && normalized.length <= TOLD_NUMBERS) {
      for (int d = 0; d < normalized.length; d++) {
        double raw = normalized[d] * normalizer.std()[d] + normalizer.mean()[d];
        text.append(d == 0 ? ": observation " : ", ").append(Pen.number(raw, 2));
      }
    }
    return text.toString();
  }

  private static float[] repeated(float[] observation, int times) {
    float[] all = new float[observation.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(observation, 0, all, i * observation.length, observation.length);
    }
    return all;
  }

  private static double[] doubles(float[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[i];
    }
    return result;
  }
}
