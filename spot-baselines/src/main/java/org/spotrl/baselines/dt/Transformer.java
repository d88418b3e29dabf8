package org.spotrl.baselines.dt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.spotrl.baselines.dt.DecisionTransformerConfig.Form;
import org.spotrl.tensorflow.graph.Expr;
import org.spotrl.tensorflow.graph.Variable;
import org.spotrl.tensorflow.input.SequenceBatch;
import org.spotrl.tensorflow.learner.LearningContext;
import org.spotrl.tensorflow.network.Initializer;
import org.spotrl.tensorflow.network.LayerNorm;
import org.spotrl.tensorflow.network.Linear;
import org.spotrl.tensorflow.network.Network;
import org.spotrl.tensorflow.network.NetworkFactory;

/**
 * The Decision Transformer's network: each step becomes three tokens (return to go, state, action),
 * each embedded linearly plus an embedding of the time step; blocks of causal self-attention that
 * normalise first; the action is predicted from the state's token.
 */
record Transformer(
    DecisionTransformerConfig config,
    Variable timesteps,
    Linear returns,
    Linear states,
    Linear actions,
    LayerNorm tokens,
    List<Block> blocks,
    LayerNorm last,
    Linear head,
    double maxAction)
    implements Network {

  /** Is added to the scores of tokens that must not be seen. */
  private static final double HIDDEN = -1e4;

  /** One block: attention, then a network with one hidden layer of 4E units. */
  private record Block(
      LayerNorm beforeAttention,
      Linear qkv,
      Linear out,
      LayerNorm beforeMlp,
      Linear mlpIn,
      Linear mlpOut)
      implements Network {

    static Block create(NetworkFactory networks, String name, int width) {
      Initializer normal = Initializer.normal(0.02);
      return new Block(
          networks.layerNorm(name + "/norm_1", width),
          networks.linear(name + "/attention_qkv", normal, width, 3 * width),
          networks.linear(name + "/attention_out", normal, width, width),
          networks.layerNorm(name + "/norm_2", width),
          networks.linear(name + "/mlp_in", normal, width, 4 * width),
          networks.linear(name + "/mlp_out", normal, 4 * width, width));
    }

    @Override
    public List<Variable> parameters() {
      return Network.of(List.of(beforeAttention, qkv, out, beforeMlp, mlpIn, mlpOut)).parameters();
    }
  }

  static Transformer create(DecisionTransformerConfig config, LearningContext context) {
    NetworkFactory networks = context.networks();
    int e = config.embedding();
    int a = context.shape().actionDim();
    boolean corl = config.form() == Form.CORL;
    Initializer initializer = corl ? Initializer.normal(0.02) : Initializer.PYTORCH;
    int steps = config.maxEpisodeSteps() + (corl ? config.context() : 0);
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < config.layers(); i++) {
      blocks.add(Block.create(networks, "transformer/block_" + i, e));
    }
    return new Transformer(
        config,
        networks.embedding("transformer/timestep_embedding", corl ? 0.02 : 1, steps, e),
        networks.linear("transformer/return_embedding", initializer, 1, e),
        networks.linear(
            "transformer/state_embedding", initializer, context.shape().observationDim(), e),
        networks.linear("transformer/action_embedding", initializer, a, e),
        networks.layerNorm("transformer/embedding_norm", e),
        List.copyOf(blocks),
        networks.layerNorm("transformer/final_norm", e),
        networks.linear("transformer/action_head", initializer, e, a),
        context.shape().maxAction());
  }

  /** Dropout by the name of its mask; the units keep their shape. */
  @FunctionalInterface
  interface Drop {
    Expr apply(String name, Expr units);
  }

  /**
   * The predicted actions {@code [B, K, A]}, each from the steps up to its own state. Those at
   * masked steps have no meaning.
   */
  Expr predict(SequenceBatch batch, Drop drop) {
    long rows = batch.mask().size(0);
    long length = 3 * batch.mask().size(1);
    long e = config.embedding();
    Expr x = tokens.apply(embed(batch)).reshape(rows, length, e);
    x = drop.apply("embedding_dropout", x);
    Expr visibility = visibility(batch.mask());
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      String name = "block_" + i;
      Expr qkv = block.qkv().apply(block.beforeAttention().apply(flat(x)));
      Expr attended = attend(qkv.reshape(rows, length, 3 * e), visibility, name, drop);
      Expr out = block.out().apply(flat(attended)).reshape(rows, length, e);
      x = x.plus(drop.apply(name + "_residual_dropout_1", out));
      Expr wide = activate(block.mlpIn().apply(block.beforeMlp().apply(flat(x))));
      Expr narrow = block.mlpOut().apply(wide).reshape(rows, length, e);
      x = x.plus(drop.apply(name + "_residual_dropout_2", narrow));
    }
    int width = config.embedding();
    Expr ofStates = last.apply(flat(x)).reshape(-1, 3 * e).columns(width, 2 * width);
    return head.apply(ofStates).tanh().times(maxAction).reshape(rows, length / 3, -1);
  }

  /** The tokens of all steps, in time order, {@code [B * 3K, E]}. */
  private Expr embed(SequenceBatch batch) {
    long steps = batch.mask().size(0) * batch.mask().size(1);
    Expr known = batch.timesteps().reshape(steps).atMost(timesteps.shape()[0] - 1.0);
    Expr time = timesteps.value().rows(known);
    Expr ofReturns = returns.apply(batch.returnsToGo().reshape(steps, 1));
    Expr ofStates = states.apply(flat(batch.observations()));
    Expr ofActions = actions.apply(flat(batch.actions()));
    Expr ofSteps =
        Expr.concat(List.of(ofReturns.plus(time), ofStates.plus(time), ofActions.plus(time)));
    return ofSteps.reshape(3 * steps, config.embedding());
  }

  /** What is added to the scores {@code [B, H, 3K, 3K]}: no token sees a later or a masked one. */
  private static Expr visibility(Expr mask) {
    long rows = mask.size(0);
    int length = Math.toIntExact(3 * mask.size(1));
    Expr ofSteps = mask.reshape(rows * mask.size(1), 1);
    Expr ofTokens = Expr.concat(List.of(ofSteps, ofSteps, ofSteps)).reshape(rows, 1, 1, length);
    float[][] causal = new float[length][length];
    for (int i = 0; i < length; i++) {
      Arrays.fill(causal[i], i + 1, length, (float) HIDDEN);
    }
    Expr later = mask.of(mask.tf().constant(causal));
    return later.plus(ofTokens.unaryMinus().plus(1).times(HIDDEN));
  }

  /** softmax(q k / sqrt(width)) v for each head, side by side, {@code [B, 3K, E]}. */
  private Expr attend(Expr qkv, Expr visibility, String name, Drop drop) {
    int e = config.embedding();
    Expr q = byHead(qkv.columns(0, e));
    Expr k = byHead(qkv.columns(e, 2 * e));
    Expr v = byHead(qkv.columns(2 * e, 3 * e));
    double scale = 1 / Math.sqrt((double) e / config.heads());
    Expr scores = q.batchMatmul(k.transpose(0, 1, 3, 2)).times(scale).plus(visibility);
    Expr weights = drop.apply(name + "_attention_dropout", scores.softmax());
    return weights.batchMatmul(v).transpose(0, 2, 1, 3).reshape(qkv.size(0), qkv.size(1), e);
  }

  /** {@code [B, H, 3K, E / H]} of {@code [B, 3K, E]}. */
  private Expr byHead(Expr x) {
    int heads = config.heads();
    return x.reshape(x.size(0), x.size(1), heads, x.size(2) / heads).transpose(0, 2, 1, 3);
  }

  private Expr activate(Expr x) {
    return switch (config.form()) {
      case AUTHORS -> x.relu();
      case CORL -> x.times(x.times(Math.sqrt(0.5)).erf().plus(1)).times(0.5);
    };
  }

  private static Expr flat(Expr x) {
    return x.reshape(x.size(0) * x.size(1), x.size(2));
  }

  @Override
  public List<Variable> parameters() {
    List<Network> networks = new ArrayList<>();
    networks.add(() -> List.of(timesteps));
    networks.addAll(List.of(returns, states, actions, tokens));
    networks.addAll(blocks);
    networks.addAll(List.of(last, head));
    return Network.of(networks).parameters();
  }
}
