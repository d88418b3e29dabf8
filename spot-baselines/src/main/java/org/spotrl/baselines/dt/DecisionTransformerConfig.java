package org.spotrl.baselines.dt;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.spotrl.api.component.Setting;

/** Settings of the Decision Transformer; see {@link #DEFAULTS}. */
@RecordBuilder
public record DecisionTransformerConfig(
    @Setting(
            value = "Variant of the model: the authors' or CORL's.",
            source = "Chen et al. 2021, code",
            label = "{}")
        Form form,
    @Setting(
            value = "Number of updates of the policy.",
            min = 1,
            source = "Chen et al. 2021, code",
            label = "{}-updates")
        long updates,
    @Setting(
            value = "Batch size in subsequences of trajectories.",
            min = 1,
            source = "Chen et al. 2021, code",
            label = "batch")
        int batchSize,
    @Setting(
            value = "Context length: steps of a subsequence, and steps that the policy sees.",
            min = 1,
            source = "Chen et al. 2021, code")
        int context,
    @Setting(value = "Embedding size of a token.", min = 1, source = "Chen et al. 2021, code")
        int embedding,
    @Setting(value = "Number of transformer blocks.", min = 1, source = "Chen et al. 2021, code")
        int layers,
    @Setting(
            value = "Number of attention heads; the embedding size must be a multiple of it.",
            min = 1,
            source = "Chen et al. 2021, code")
        int heads,
    @Setting(value = "Dropout rate.", min = 0, max = 1, source = "Chen et al. 2021, code")
        double dropout,
    @Setting(value = "Maximum episode length in steps.", min = 1, source = "Chen et al. 2021, code")
        int maxEpisodeSteps,
    @Setting(
            value = "Target return of the policy when it acts.",
            source = "Chen et al. 2021, Hopper",
            label = "target")
        double targetReturn,
    @Setting(
            value = "Scale of returns: returns are divided by it.",
            min = 0,
            aboveMin = true,
            source = "Chen et al. 2021, code")
        double returnScale,
    @Setting(
            value = "Learning rate of AdamW.",
            min = 0,
            aboveMin = true,
            source = "Chen et al. 2021, code",
            label = "lr")
        double learningRate,
    @Setting(value = "Weight decay of AdamW.", min = 0, source = "Chen et al. 2021, code")
        double weightDecay,
    @Setting(
            value = "Number of warm-up updates, in which the learning rate rises linearly.",
            min = 1,
            source = "Chen et al. 2021, code")
        long warmUpUpdates,
    @Setting(
            value = "Maximum gradient norm; larger gradients are clipped.",
            min = 0,
            aboveMin = true,
            source = "Chen et al. 2021, code")
        double gradientClip) {

  /** Variant of the model; they differ in activation, mean of the loss and initial weights. */
  public enum Form {
    /** kzl/decision-transformer: ReLU, mean over the steps of the subsequences. */
    AUTHORS,
    /** CORL: GELU, mean over all positions, including padding. */
    CORL
  }

  /** The authors' settings for Hopper. */
  public static final DecisionTransformerConfig DEFAULTS =
      new DecisionTransformerConfig(
          Form.AUTHORS,
          100_000,
          64,
          20,
          128,
          3,
          1,
          0.1,
          1000,
          3600,
          1000,
          1e-4,
          1e-4,
          10_000,
          0.25);

  /** A builder that starts from the defaults. */
  public static DecisionTransformerConfigBuilder builder() {
    return DecisionTransformerConfigBuilder.builder(DEFAULTS);
  }
}
