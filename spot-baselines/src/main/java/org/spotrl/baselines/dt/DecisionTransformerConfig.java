package org.spotrl.baselines.dt;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.spotrl.api.component.Setting;

/** Settings of the Decision Transformer; see {@link #DEFAULTS}. */
@RecordBuilder
public record DecisionTransformerConfig(
    @Setting(
            value = "Whose model: the authors' or CORL's.",
            source = "Chen et al. 2021, code",
            label = "{}")
        Form form,
    @Setting(
            value = "Updates of the policy.",
            min = 1,
            source = "Chen et al. 2021, code",
            label = "{}-updates")
        long updates,
    @Setting(
            value = "Pieces of trajectories in an update.",
            min = 1,
            source = "Chen et al. 2021, code",
            label = "batch")
        int batchSize,
    @Setting(
            value = "Steps in a piece, and steps that the policy sees.",
            min = 1,
            source = "Chen et al. 2021, code")
        int context,
    @Setting(value = "Width of a token.", min = 1, source = "Chen et al. 2021, code") int embedding,
    @Setting(value = "Blocks of the transformer.", min = 1, source = "Chen et al. 2021, code")
        int layers,
    @Setting(
            value = "Heads of the attention; they divide the width of a token.",
            min = 1,
            source = "Chen et al. 2021, code")
        int heads,
    @Setting(
            value = "Probability that a unit is dropped.",
            min = 0,
            max = 1,
            source = "Chen et al. 2021, code")
        double dropout,
    @Setting(value = "Steps of the longest episode.", min = 1, source = "Chen et al. 2021, code")
        int maxEpisodeSteps,
    @Setting(
            value = "Return that the policy asks for when it acts.",
            source = "Chen et al. 2021, Hopper",
            label = "target")
        double targetReturn,
    @Setting(
            value = "Returns are divided by it.",
            min = 0,
            aboveMin = true,
            source = "Chen et al. 2021, code")
        double returnScale,
    @Setting(
            value = "AdamW's learning rate.",
            min = 0,
            aboveMin = true,
            source = "Chen et al. 2021, code",
            label = "lr")
        double learningRate,
    @Setting(value = "AdamW's weight decay.", min = 0, source = "Chen et al. 2021, code")
        double weightDecay,
    @Setting(
            value = "Updates over which the learning rate rises linearly.",
            min = 1,
            source = "Chen et al. 2021, code")
        long warmUpUpdates,
    @Setting(
            value = "Maximum norm of the gradient.",
            min = 0,
            aboveMin = true,
            source = "Chen et al. 2021, code")
        double gradientClip) {

  /** Whose model, which differs in the activation, the mean of the loss and initial weights. */
  public enum Form {
    /** kzl/decision-transformer: ReLU, mean over the steps of the pieces. */
    AUTHORS,
    /** CORL: GELU, mean over all positions, those behind the end of a piece included. */
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
