package org.spotrl.data.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spotrl.api.error.SpotInputException;

/**
 * A Minari data set that is stored as HDF5, with D4RL's columns.
 *
 * <p>Minari has a group for each episode, {@code episode_0}, with one observation more than
 * actions. All episodes in their order are the rows; {@code next_observations} are the observations
 * one row later. The vectors of a Dict follow each other by name, as in {@code
 * gymnasium.spaces.flatten}: achieved_goal, desired_goal, observation.
 *
 * <p>The last row of an episode is a timeout unless it is a terminal. Gymnasium's TimeLimit
 * truncates also an episode that ends by itself at the limit: such a row is a terminal here.
 */
final class MinariFile implements ColumnFile {

  private static final String TERMINATIONS = "terminations";
  private static final String TRUNCATIONS = "truncations";
  private static final String DICT = StepShape.OBSERVATIONS + "/";

  /** Faulty episodes that are listed; the others are counted. */
  private static final int LISTED = 5;

  private final MinariMetadata metadata;
  private final Hdf5File file;

  /** Shapes by their name within the file, {@code episode_0/rewards}. */
  private final Map<String, List<Long>> stored;

  /** The vectors of an observation: their names within an episode. */
  private final List<String> observations;

  /** Row after each episode. */
  private final long[] ends;

  /**
   * Opens a data set.
   *
   * @param folder has the folder {@code data}
   * @throws SpotInputException if spot cannot train on it, or it is damaged; the message has the
   *     episodes
   */
  MinariFile(Path folder) {
    metadata = MinariMetadata.read(folder);
    metadata.requireReadable();
    file = new Hdf5File(metadata.steps());
    try {
      stored = file.columns();
      observations =
          stored.keySet().stream()
              .filter(name -> name.startsWith(episode(0)))
              .map(name -> name.substring(episode(0).length()))
              .filter(name -> name.equals(StepShape.OBSERVATIONS) || name.startsWith(DICT))
              .sorted()
              .toList();
      ends = new long[episodes()];
      requireWhole();
    } catch (SpotInputException e) {
      file.close();
      throw e;
    }
  }

  private static String episode(int number) {
    return "episode_" + number + "/";
  }

  /** The number of episodes in the file, which has to be that of the metadata. */
  private int episodes() {
    int found =
        (int)
            stored.keySet().stream()
                .filter(name -> name.matches("episode_\\d+/" + StepShape.REWARDS))
                .count();
    if (found == 0) {
      throw refused("it has no groups episode_0, episode_1, ... with rewards");
    } else if (metadata.episodes() >= 0 && metadata.episodes() != found) {
      throw refused(
          "it has %,d episodes with rewards, but %s counts %,d"
              .formatted(found, MinariMetadata.FILE, metadata.episodes()));
    }
    return found;
  }

  private void requireWhole() {
    List<String> problems = new ArrayList<>();
    long end = 0;
    for (int k = 0; k < ends.length; k++) {
      long steps = first(shape(k, StepShape.REWARDS));
      if (steps == 0) {
        problems.add("episode_%d has no steps".formatted(k));
      }
      require(k, StepShape.REWARDS, List.of(steps), problems);
      require(k, TERMINATIONS, List.of(steps), problems);
      require(k, TRUNCATIONS, List.of(steps), problems);
      require(k, StepShape.ACTIONS, List.of(steps, width(StepShape.ACTIONS)), problems);
      for (String name : observations) {
        require(k, name, List.of(steps + 1, width(name)), problems);
      }
      if (observations.isEmpty()) {
        require(k, StepShape.OBSERVATIONS, List.of(steps + 1, 1L), problems);
      }
      end += steps;
      ends[k] = end;
    }
    if (!problems.isEmpty()) {
      int more = problems.size() - LISTED;
      throw refused(
          String.join("; ", problems.subList(0, Math.min(LISTED, problems.size())))
              + (more > 0 ? "; and %,d more".formatted(more) : ""));
    }
  }

  private void require(int k, String name, List<Long> wanted, List<String> problems) {
    List<Long> shape = shape(k, name);
    if (!shape.equals(wanted)) {
      problems.add(
          "%s%s %s, but %s is needed%s"
              .formatted(
                  episode(k),
                  name,
                  shape.isEmpty() ? "is missing or has no numbers" : "has shape " + shape,
                  wanted,
                  name.startsWith(StepShape.OBSERVATIONS)
                      ? ", one row more than the rewards"
                      : ", as many rows as rewards"));
    }
  }

  private SpotInputException refused(String why) {
    return new SpotInputException(
        "'%s' is no whole Minari data set: %s; get it again".formatted(file.path(), why));
  }

  private List<Long> shape(int k, String name) {
    return stored.getOrDefault(episode(k) + name, List.of());
  }

  private static long first(List<Long> shape) {
    return shape.stream().findFirst().orElse(0L);
  }

  /** Size of a vector, by the first episode. */
  private long width(String name) {
    List<Long> shape = shape(0, name);
    return shape.size() == 2 ? shape.get(1) : 1;
  }

  @Override
  public Path path() {
    return metadata.folder();
  }

  @Override
  public Map<String, List<Long>> columns() {
    long steps = ends[ends.length - 1];
    List<Long> rows = List.of(steps);
    List<Long> vectors = List.of(steps, observations.stream().mapToLong(this::width).sum());
    Map<String, List<Long>> columns = new LinkedHashMap<>();
    columns.put(StepShape.OBSERVATIONS, vectors);
    columns.put(StepShape.ACTIONS, List.of(steps, width(StepShape.ACTIONS)));
    columns.put(StepShape.REWARDS, rows);
    columns.put(StepShape.TERMINALS, rows);
    columns.put(StepShape.TIMEOUTS, rows);
    columns.put(StepShape.NEXT_OBSERVATIONS, vectors);
    return columns;
  }

  @Override
  public float[] read(String column) {
    float[] values = new float[size(column)];
    switch (column) {
      case StepShape.OBSERVATIONS -> copyObservations(0, values);
      case StepShape.NEXT_OBSERVATIONS -> copyObservations(1, values);
      case StepShape.TERMINALS -> copy(TERMINATIONS, values);
      case StepShape.TIMEOUTS -> copyTimeouts(values);
      default -> copy(column, values);
    }
    return values;
  }

  private void copy(String name, float... values) {
    int at = 0;
    for (int k = 0; k < ends.length; k++) {
      float[] episode = file.read(episode(k) + name);
      System.arraycopy(episode, 0, values, at, episode.length);
      at += episode.length;
    }
  }

  private void copyTimeouts(float... values) {
    copy(TRUNCATIONS, values);
    float[] terminals = read(StepShape.TERMINALS);
    for (long end : ends) {
      int last = (int) end - 1;
      values[last] = values[last] == 0 ? 1 : values[last];
    }
    for (int row = 0; row < values.length; row++) {
      values[row] = terminals[row] == 1 ? 0 : values[row];
    }
  }

  /** Copies the observations of each episode without its last ({@code from} 0) or first one (1). */
  private void copyObservations(int from, float... values) {
    int dim = values.length / (int) ends[ends.length - 1];
    int offset = 0;
    for (String name : observations) {
      int width = (int) width(name);
      int row = 0;
      for (int k = 0; k < ends.length; k++) {
        float[] episode = file.read(episode(k) + name);
        for (int i = from; row < ends[k]; i++, row++) {
          System.arraycopy(episode, i * width, values, row * dim + offset, width);
        }
      }
      offset += width;
    }
  }

  @Override
  public double maxAction() {
    return metadata.maxAction();
  }

  @Override
  public String place(int row) {
    int found = Arrays.binarySearch(ends, row + 1L);
    int k = found < 0 ? -found - 1 : found;
    return "episode_%d, step %d".formatted(k, row - (k == 0 ? 0 : ends[k - 1]));
  }

  @Override
  public void close() {
    file.close();
  }
}
