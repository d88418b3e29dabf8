package org.spotrl.studies.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.spotrl.api.component.Setting;
import org.spotrl.experiments.config.Settings;

/**
 * A study file: which experiments to run, and what is compared.
 *
 * @param study name of the study and of its experiment in MLflow; empty: the file's name
 * @param description what the study shows
 * @param base the experiment file that all arms change; {@code {dataset}} stands for the name of
 *     the data set
 * @param seeds seeds of each arm and data set, for example {@code 0-4}
 * @param settings settings of all runs, in place of those of the base
 * @param datasets the data sets by name, with the settings of each; empty: the base's data set
 * @param reference the arm that others are compared with; empty: none
 * @param arms the arms by name, with what each changes; {@code base} in an arm is another file
 * @param grid values by setting; every arm is run with every combination
 */
public record StudyConfig(
    @Setting("Name of the study and of its experiment in MLflow; empty: the file's name.")
        String study,
    @Setting("What the study shows.") String description,
    @Setting("Experiment file that the arms change; {dataset} stands for the data set's name.")
        String base,
    @Setting("Seeds of each arm and data set: 0-4, or 1,3,7.") String seeds,
    @Setting("Settings of all runs.") Settings settings,
    @Setting("Data sets by name, with the settings of each.") Map<String, Settings> datasets,
    @Setting("The arm that the others are compared with.") String reference,
    @Setting("Arms by name, with the settings that each changes.") Map<String, Settings> arms,
    @Setting("Values by setting; each arm runs with every combination of them.") Settings grid) {

  /** One run of the base. */
  public static final StudyConfig DEFAULTS =
      new StudyConfig("", "", "", "0", Settings.NONE, Map.of(), "", Map.of(), Settings.NONE);

  /** Key in an arm that names its experiment file. */
  static final String BASE = "base";

  /** Copies the maps, in their order. */
  public StudyConfig {
    datasets = Collections.unmodifiableMap(new LinkedHashMap<>(datasets));
    arms = Collections.unmodifiableMap(new LinkedHashMap<>(arms));
  }
}
