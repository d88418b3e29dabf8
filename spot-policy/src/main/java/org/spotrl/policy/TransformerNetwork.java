package org.spotrl.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.numbers.gamma.Erf;
import org.spotrl.api.checkpoint.StateDict;
import org.spotrl.api.checkpoint.StateTensor;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.policy.TaskShape;

/**
 * The Decision Transformer as plain Java: three tokens for each step (return, state, action),
 * causal self-attention in blocks that normalise first, and the action read from the last state's
 * token.
 *
 * @param embedding width of a token, E
 * @param heads heads of the attention
 * @param gelu true for exact GELU, false for ReLU
 * @param maxAction bound of the actions
 */
record TransformerNetwork(
    TaskShape shape,
    int embedding,
    int heads,
    boolean gelu,
    float maxAction,
    Table timesteps,
    Dense returns,
    Dense states,
    Dense actions,
    Norm tokens,
    List<Block> blocks,
    Norm last,
    Dense head) {

  private static final float NORM_EPSILON = 1e-5f;

  /** Rows {@code [N, E]}. */
  @SuppressWarnings("ArrayRecordComponent") // weights, compared by nobody
  private record Table(float[] rows, int count, int width) {

    void addTo(float[] token, int row) {
      int start = Math.min(row, count - 1) * width;
      for (int i = 0; i < width; i++) {
        token[i] += rows[start + i];
      }
    }
  }

  /** y = x W + b. */
  @SuppressWarnings("ArrayRecordComponent") // weights, compared by nobody
  private record Dense(float[] kernel, float[] bias) {

    static Dense read(StateDict weights, String name, int in, int out) {
      return new Dense(
          weights.floats(name + "/kernel", in * out), weights.floats(name + "/bias", out));
    }

    float[] apply(float[] x) {
      float[] y = bias.clone();
      for (int i = 0; i < x.length; i++) {
        float xi = x[i];
        int row = i * y.length;
        for (int j = 0; j < y.length; j++) {
          y[j] += xi * kernel[row + j];
        }
      }
      return y;
    }
  }

  /** Layer normalisation. */
  @SuppressWarnings("ArrayRecordComponent") // weights, compared by nobody
  private record Norm(float[] scale, float[] offset) {

    static Norm read(StateDict weights, String name, int width) {
      return new Norm(
          weights.floats(name + "/scale", width), weights.floats(name + "/offset", width));
    }

    float[] apply(float[] x) {
      double mean = 0;
      for (float each : x) {
        mean += each;
      }
      mean /= x.length;
      double variance = 0;
      for (float each : x) {
        variance += (each - mean) * (each - mean);
      }
      double factor = 1 / Math.sqrt(variance / x.length + NORM_EPSILON);
      float[] y = new float[x.length];
      for (int i = 0; i < y.length; i++) {
        y[i] = (float) ((x[i] - mean) * factor) * scale[i] + offset[i];
      }
      return y;
    }
  }

  private record Block(
      Norm beforeAttention, Dense qkv, Dense out, Norm beforeMlp, Dense mlpIn, Dense mlpOut) {}

  /**
   * Reads it from a policy's tensors.
   *
   * @throws SpotInputException if one is missing or of another size
   */
  static TransformerNetwork read(StateDict weights, TaskShape shape, int heads, boolean gelu) {
    String prefix = "transformer/";
    if (!(weights.tensors().get(prefix + "timestep_embedding") instanceof StateTensor.Floats table)
        || table.shape().length != 2) {
      throw new SpotInputException(
          "a policy of format '%s' needs the tensor '%stimestep_embedding' of two dimensions"
              .formatted(DecisionTransformerFormat.NAME, prefix));
    }
    int e = (int) table.shape()[1];
    if (e % heads != 0) {
      throw new SpotInputException(
          "a token of %d numbers cannot be split among %d heads".formatted(e, heads));
    }
    List<Block> blocks = new ArrayList<>();
    while (weights.tensors().get(prefix + "block_" + blocks.size() + "/mlp_in/bias")
        instanceof StateTensor.Floats mlp) {
      String block = prefix + "block_" + blocks.size() + "/";
      int wide = mlp.values().length;
      blocks.add(
          new Block(
              Norm.read(weights, block + "norm_1", e),
              Dense.read(weights, block + "attention_qkv", e, 3 * e),
              Dense.read(weights, block + "attention_out", e, e),
              Norm.read(weights, block + "norm_2", e),
              Dense.read(weights, block + "mlp_in", e, wide),
              Dense.read(weights, block + "mlp_out", wide, e)));
    }
    return new TransformerNetwork(
        shape,
        e,
        heads,
        gelu,
        (float) shape.maxAction(),
        new Table(table.values(), (int) table.shape()[0], e),
        Dense.read(weights, prefix + "return_embedding", 1, e),
        Dense.read(weights, prefix + "state_embedding", shape.observationDim(), e),
        Dense.read(weights, prefix + "action_embedding", shape.actionDim(), e),
        Norm.read(weights, prefix + "embedding_norm", e),
        blocks,
        Norm.read(weights, prefix + "final_norm", e),
        Dense.read(weights, prefix + "action_head", e, shape.actionDim()));
  }

  /** The action {@code [A]} of the window's last step. */
  float[] action(ReturnConditionedPolicy.Window window) {
    float[][] x = tokens(window);
    for (Block block : blocks) {
      attend(block, x);
      for (float[] token : x) {
        float[] wide = block.mlpIn().apply(block.beforeMlp().apply(token));
        activate(wide);
        add(token, block.mlpOut().apply(wide));
      }
    }
    float[] action = head.apply(last.apply(x[x.length - 1]));
    for (int d = 0; d < action.length; d++) {
      action[d] = maxAction * (float) StrictMath.tanh(action[d]);
    }
    return action;
  }

  /** The tokens up to the last state's; the last action is not known yet. */
  private float[][] tokens(ReturnConditionedPolicy.Window window) {
    int s = shape.observationDim();
    int a = shape.actionDim();
    float[][] x = new float[3 * window.steps() - 1][];
    for (int i = 0; i < x.length; i++) {
      int step = i / 3;
      float[] token =
          switch (i % 3) {
            case 0 -> returns.apply(new float[] {window.returnsToGo()[step]});
            case 1 -> states.apply(row(window.observations(), step, s));
            default -> actions.apply(row(window.actions(), step, a));
          };
      timesteps.addTo(token, window.firstTimestep() + step);
      x[i] = tokens.apply(token);
    }
    return x;
  }

  private static float[] row(float[] rows, int index, int width) {
    return Arrays.copyOfRange(rows, index * width, (index + 1) * width);
  }

  private void attend(Block block, float[][] x) {
    int width = embedding / heads;
    double scale = 1 / Math.sqrt(width);
    float[][] qkv = new float[x.length][];
    for (int i = 0; i < x.length; i++) {
      qkv[i] = block.qkv().apply(block.beforeAttention().apply(x[i]));
    }
    for (int i = 0; i < x.length; i++) {
      float[] mixed = new float[embedding];
      for (int h = 0; h < heads; h++) {
        int query = h * width;
        double[] weights = new double[i + 1];
        double maximum = Double.NEGATIVE_INFINITY;
        for (int j = 0; j <= i; j++) {
          double score = 0;
          for (int d = 0; d < width; d++) {
            score += (double) qkv[i][query + d] * qkv[j][embedding + query + d];
          }
          weights[j] = score * scale;
          maximum = Math.max(maximum, weights[j]);
        }
        double sum = 0;
        for (int j = 0; j <= i; j++) {
          weights[j] = Math.exp(weights[j] - maximum);
          sum += weights[j];
        }
        for (int j = 0; j <= i; j++) {
          float weight = (float) (weights[j] / sum);
          for (int d = 0; d < width; d++) {
            mixed[query + d] += weight * qkv[j][2 * embedding + query + d];
          }
        }
      }
      add(x[i], block.out().apply(mixed));
    }
  }

  private void activate(float[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] =
          gelu ? (float) (x[i] * 0.5 * (1 + Erf.value(x[i] / Math.sqrt(2)))) : Math.max(x[i], 0f);
    }
  }

  private static void add(float[] x, float[] y) {
    for (int i = 0; i < x.length; i++) {
      x[i] += y[i];
    }
  }
}
