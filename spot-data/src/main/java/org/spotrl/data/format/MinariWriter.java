package org.spotrl.data.format;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.spotrl.api.data.Dataset;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.AtomicFiles;

/**
 * Writes transitions as a Minari data set, which {@code minari.load_dataset} opens.
 *
 * <p>Minari stores the observation after the last action of an episode. Where the data does not
 * have it, the step is no transition and is not written, as in D4RL's {@code qlearning_dataset}.
 */
public final class MinariWriter {

  /** All versions of Minari 0.5 read it. */
  private static final String MINARI_VERSION = "0.5.0";

  private static final String NAMESPACE = "namespace_metadata.json";

  private MinariWriter() {}

  /**
   * Writes a data set, or nothing at all.
   *
   * @param root the folder of all data sets of Minari
   * @param id Minari's name, for example {@code own/log-v0}
   * @param maxAction the actions are in [-maxAction, maxAction]; infinite: the largest of the data
   * @return the new folder
   * @throws SpotInputException if the data set exists
   * @throws SpotRunException if it cannot be written, for example because the disk is full
   */
  public static Path write(Dataset data, Path root, String id, double maxAction) {
    Path target = root.resolve(id);
    Hdf5Writer.requireNew(target);
    try {
      Files.createDirectories(root);
      AtomicFiles.createFolder(
          AtomicFiles.stagingName(root),
          target,
          made -> {
            Path folder = Files.createDirectory(made.resolve(MinariMetadata.DATA));
            Path steps = folder.resolve(MinariMetadata.STEPS);
            int episodes = writeSteps(data, steps);
            AtomicFiles.force(steps);
            AtomicFiles.writeNew(
                folder.resolve(MinariMetadata.FILE),
                metadata(data, id, episodes, maxAction, Files.size(steps)));
          });
      for (Path space = target.resolveSibling("");
          space.startsWith(root) && !space.equals(root);
          space = space.resolveSibling("")) {
        if (!Files.exists(space.resolve(NAMESPACE))) {
          AtomicFiles.replace(space, space.resolve(NAMESPACE), "{}");
        }
      }
    } catch (IOException | HdfException e) {
      throw new SpotRunException("'%s' cannot be written: %s".formatted(target, e.getMessage()), e);
    }
    return target;
  }

  /** Writes the episodes; their number. */
  private static int writeSteps(Dataset data, Path file) {
    int episodes = 0;
    try (WritableHdfFile out = HdfFile.write(file)) {
      int start = 0;
      for (int i = 0; i < data.size(); i++) {
        if (data.terminal(i) || data.timeout(i) || i + 1 == data.size()) {
          WritableGroup group = out.putGroup("episode_" + episodes);
          group.putAttribute("id", (long) episodes);
          group.putAttribute("total_steps", (long) (i + 1 - start));
          putEpisode(data, start, i + 1, group);
          start = i + 1;
          episodes++;
        }
      }
    }
    return episodes;
  }

  private static void putEpisode(Dataset data, int start, int end, WritableGroup group) {
    int steps = end - start;
    float[][] observations = new float[steps + 1][data.observationDim()];
    float[][] actions = new float[steps][];
    float[] rewards = new float[steps];
    byte[] terminations = new byte[steps];
    byte[] truncations = new byte[steps];
    for (int i = start; i < end; i++) {
      data.copyObservation(i, observations[i - start], 0);
      actions[i - start] = data.action(i);
      rewards[i - start] = data.reward(i);
    }
    int last = end - 1;
    data.copyNextObservation(last, observations[steps], 0);
    terminations[steps - 1] = (byte) (data.terminal(last) ? 1 : 0);
    truncations[steps - 1] = (byte) (data.terminal(last) ? 0 : 1);
    group.putDataset("observations", observations);
    group.putDataset("actions", actions);
    group.putDataset("rewards", rewards);
    group.putDataset("terminations", terminations);
    group.putDataset("truncations", truncations);
  }

  private static String metadata(
      Dataset data, String id, int episodes, double maxAction, long bytes) {
    double bound = maxAction;
    if (Double.isInfinite(bound)) {
      bound = 0;
      for (float action : data.actions()) {
        bound = Math.max(bound, Math.abs(action));
      }
    }
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("total_episodes", episodes);
    metadata.put("total_steps", data.size());
    metadata.put("data_format", MinariMetadata.HDF5);
    metadata.put("observation_space", box(data.observationDim(), "-Infinity", "Infinity"));
    metadata.put(
        "action_space", box(data.actionDim(), String.valueOf(-bound), String.valueOf(bound)));
    metadata.put("dataset_id", id);
    metadata.put("minari_version", MINARI_VERSION);
    metadata.put("dataset_size", Math.round(bytes / 1e5) / 10.0);
    return MinariMetadata.JSON.writeValueAsString(metadata);
  }

  /** JSON within a string, with Python's bare Infinity. */
  private static String box(int dim, String low, String high) {
    return "{\"type\": \"Box\", \"dtype\": \"float32\", \"shape\": [%d], \"low\": [%s], \"high\": [%s]}"
        .formatted(
            dim,
            String.join(", ", Collections.nCopies(dim, low)),
            String.join(", ", Collections.nCopies(dim, high)));
  }
}
