package org.spotrl.api.tracking;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A run that is being recorded. Thread-safe; recording never blocks training for long. */
public interface TrackedRun {

  /** The run id, unique within the tracker. */
  String id();

  /** Where the user finds the run: a folder or a URL. */
  String location();

  /**
   * The folder of the run's files if it is on this machine, else a working folder. Checkpoints are
   * written there.
   */
  Path workFolder();

  /**
   * Records values at a step.
   *
   * @param step number of updates, the x axis
   * @param values values by metric name, for example {@code train/critic_loss}; the part before the
   *     last slash is the section; NaN is kept
   */
  void metrics(long step, Map<String, Double> values);

  /** Sets or replaces tags. */
  void tags(Map<String, String> tags);

  /** Records the data set and its use ({@code training}, {@code evaluation}). */
  void dataset(DatasetReference dataset, String context);

  /**
   * Stores text as a file of the run.
   *
   * @param path relative path with '/' between folders, for example {@code config/experiment.yaml};
   *     it must stay within the run's folder
   */
  void text(String path, String content);

  /** Stores a copy of a file or a folder under a relative path of the run. */
  void artifact(String path, Path fileOrFolder);

  /**
   * Stores a picture of a series over steps; it replaces an earlier picture of the same step.
   *
   * @param key name of the series, for example {@code support/state_1}; the part before the last
   *     slash is the section
   * @param step number of updates
   * @param png the picture as PNG
   */
  void image(String key, long step, byte[] png);

  /**
   * Stores a table; it replaces an earlier one at the same path.
   *
   * @param path path within the run, ending with {@code .json}, for example {@code
   *     tables/evaluation.json}
   * @param columns column names
   * @param rows one cell for each column: text, number or boolean
   */
  void table(String path, List<String> columns, List<List<Object>> rows);

  /**
   * Stores a folder as a model of this run.
   *
   * @param folder the model's files, including its {@code MLmodel} file
   */
  void model(ModelDescription model, Path folder);

  /**
   * A timestamp for {@link Tracker#resume}: not before any record made so far and before every
   * record made from now on, whatever the machine's clock does.
   *
   * @return milliseconds since 1970
   */
  long moment();

  /** Ends the run; all records are durable when this returns. */
  default void finish(RunStatus status) {
    finish(status, List.of());
  }

  /**
   * Ends the run, then removes files that an ended run does not need. They stay until all records
   * are durable and the run is recorded as ended. A copy on a server keeps them until it has all
   * other files and the run's end.
   *
   * @param obsolete relative paths of files or folders of the run
   */
  void finish(RunStatus status, List<String> obsolete);
}
