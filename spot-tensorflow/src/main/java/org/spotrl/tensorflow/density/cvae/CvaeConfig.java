package org.spotrl.tensorflow.density.cvae;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.spotrl.api.component.Bounds;
import org.spotrl.api.component.FormerName;
import org.spotrl.api.component.Setting;

/** Settings of the conditional VAE; see {@link #DEFAULTS}. */
@RecordBuilder
public record CvaeConfig(
    @Setting(
            value = "Hidden layer sizes of encoder and decoder.",
            min = 1,
            source = "SPOT, all tasks")
        List<Integer> hidden,
    @Setting(
            value = "Latent size; 0 means twice the action size.",
            min = 0,
            source = "SPOT, all tasks")
        int latentDim,
    @Setting(
            value = "Weight of the KL term; it implies a decoder variance of beta/4.",
            min = 0,
            aboveMin = true,
            source = "SPOT, all tasks")
        double beta,
    @Setting(value = "Minimum log standard deviation of the encoder.", source = "SPOT, all tasks")
        double logStdMin,
    @Setting(value = "Maximum log standard deviation of the encoder.", source = "SPOT, all tasks")
        double logStdMax,
    @Setting(value = "Learning rate of Adam.", min = 0, aboveMin = true, source = "SPOT, all tasks")
        double learningRate,
    @Setting(
            value = "Number of updates of the density phase.",
            min = 0,
            source = "SPOT: 100000 + 1")
        long updates,
    @Setting(value = "Batch size in transitions.", min = 1, source = "SPOT, all tasks")
        int batchSize,
    @Setting(
            value = "Bound used for -log beta in the actor loss.",
            source = "SPOT: elbo; importance-weighted is in nats, 2A/beta times larger",
            label = Setting.IN_TYPE)
        Bound bound,
    @Setting(
            value = "Number of latent samples of the bound, L.",
            min = 1,
            source = "SPOT, command line default",
            label = Setting.IN_TYPE)
        int numSamples,
    @Setting(
            value =
                "Trained density to use instead of training one: a run (id, name or folder) or its folder artifacts/density. It also gives the other settings.",
            addedLater = true)
        String from,
    @Setting(value = "SHA-256 of its weights; empty: any.", addedLater = true) String fromSha256) {

  /** The authors' settings. */
  public static final CvaeConfig DEFAULTS =
      new CvaeConfig(List.of(750, 750), 0, 0.5, -4, 15, 1e-3, 100_001, 256, Bound.ELBO, 1, "", "");

  /** A lower bound of the log density. */
  public enum Bound {
    /** The evidence lower bound, scaled by beta/(2A) as in the authors' loss. */
    ELBO,
    /** The importance-weighted bound of L samples (Burda et al. 2016), in nats. */
    @FormerName("iwae")
    IMPORTANCE_WEIGHTED
  }

  /**
   * Settings with an unmodifiable copy of the list.
   *
   * @throws org.spotrl.api.error.SpotInputException if the bounds of the log standard deviation are
   *     not in order
   */
  public CvaeConfig {
    hidden = List.copyOf(hidden);
    Bounds.requireAscending("log_std_min", logStdMin, "log_std_max", logStdMax);
  }

  /** A builder that starts from the defaults. */
  public static CvaeConfigBuilder builder() {
    return CvaeConfigBuilder.builder(DEFAULTS);
  }
}
