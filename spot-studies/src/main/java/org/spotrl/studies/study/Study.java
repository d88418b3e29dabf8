package org.spotrl.studies.study;

import java.util.List;
import org.spotrl.experiments.config.TrackingConfig;

/**
 * A checked study.
 *
 * @param name its name, which is also its experiment in MLflow
 * @param description what it shows; may be empty
 * @param reference the arm that the others are compared with; empty: none
 * @param arms names of the arms, in the order of the file
 * @param datasets names of the data sets, in the order of the file
 * @param seeds seeds of each arm and data set
 * @param runs all runs: by data set, then seed, then arm, so that early results compare arms
 * @param text the file's text
 */
public record Study(
    String name,
    String description,
    String reference,
    List<String> arms,
    List<String> datasets,
    List<Long> seeds,
    List<StudyRun> runs,
    String text) {

  /** Tag of a run: the name of its study. */
  public static final String NAME = "spot.study";

  /** Tag of a run: the name of its arm. */
  public static final String ARM = "study.arm";

  /** Tag of a run: the study's name of its data set. */
  public static final String DATASET = "study.data";

  /** Copies the lists. */
  public Study {
    arms = List.copyOf(arms);
    datasets = List.copyOf(datasets);
    seeds = List.copyOf(seeds);
    runs = List.copyOf(runs);
  }

  /** Where the study is recorded: where its runs are. */
  public TrackingConfig tracking() {
    return runs.get(0).experiment().config().tracking();
  }
}
