package org.spotrl.api.tracking;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One run that is being recorded. Safe for use by many threads; recording never blocks training for
 * long.
 */
public interface TrackedRun {

  /** Its id, unique within the tracker. */
  String id();

  /** Where a human finds it: a folder or an address. */
  String location();

  /**
   * Where its files go if that is a folder of this machine (checkpoints are written there), else a
   * folder of its own to work in.
   */
  Path workFolder();

  /**
   * Records values at a step.
   *
   * @param step updates done, the x axis
   * @param values by name with its section before the last slash, for example {@code
   *     train/critic_loss}; NaN is kept
   */
  void metrics(long step, Map<String, Double> values);

  /** Sets or replaces labels. */
  void tags(Map<String, String> tags);

  /** Says which data set was used and for what ({@code training}, {@code evaluation}). */
  void dataset(DatasetReference dataset, String context);

  /**
   * Stores text as a file of the run.
   *
   * @param path relative, with '/' between folders, for example {@code config/experiment.yaml}; it
   *     cannot leave the run's folder
   */
  void text(String path, String content);

  /**
   * Stores a copy of a file, or of a folder with all it holds, under a relative path of the run.
   */
  void artifact(String path, Path fileOrFolder);

  /**
   * Stores a picture of a series over steps. One that the series has at this step already is
   * replaced.
   *
   * @param key name of the series with its section before the last slash, for example {@code
   *     support/state_1}
   * @param step updates done
   * @param png the picture, in the PNG format
   */
  void image(String key, long step, byte[] png);

  /**
   * Stores a table, in place of the one that was there.
   *
   * @param path a file of the run, ending with {@code .json}, for example {@code
   *     tables/evaluation.json}
   * @param columns their names
   * @param rows as many cells each as there are columns: text, numbers, booleans
   */
  void table(String path, List<String> columns, List<List<Object>> rows);

  /**
   * Stores a folder as a model and links it with this run.
   *
   * @param folder its files; one named {@code MLmodel} describes it
   */
  void model(ModelDescription model, Path folder);

  /**
   * A moment to come back to by {@link Tracker#resume}: not before anything recorded so far, and
   * before all that is recorded from now on, whatever the machine's clock does.
   *
   * @return milliseconds since 1970
   */
  long moment();

  /** Ends the run; all that was recorded is durable when this returns. */
  void finish(RunStatus status);
}
