package org.spotrl.studies.study;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.config.NearestMatch;
import org.spotrl.experiments.run.RunIdentity;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.Runs;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.format.RunState;

/**
 * A study and its runs, read from a folder or a server.
 *
 * @param plan what it runs
 * @param record the study's own run, which has the plan, the logs and the reports
 * @param runs the recorded run of each key: a finished one, else the latest; a key without a run is
 *     missing
 */
public record RecordedStudy(StudyPlan plan, RunView record, Map<String, RunView> runs) {

  /** Tag of the study's own run, with the study's name. */
  public static final String TAG = "spot.study.record";

  /** Copies the map. */
  public RecordedStudy {
    runs = Map.copyOf(runs);
  }

  /** Finds a study by its name; the latest one if there are several. */
  public static Optional<RecordedStudy> find(Runs all, String name) {
    Map<String, RunView> byKey = new HashMap<>();
    RunView record = null;
    for (Part part : parts(all, name)) {
      if (part.key().isEmpty()) {
        // The latest comes first.
        record = record == null ? part.run() : record;
      } else {
        byKey.merge(part.key(), part.run(), RecordedStudy::better);
      }
    }
    if (record == null) {
      return Optional.empty();
    }
    RunView study = record;
    return StudyPlan.of(study)
        .map(
            plan -> {
              Map<String, RunView> planned = new TreeMap<>(byKey);
              planned.keySet().retainAll(plan.byKey().keySet());
              return new RecordedStudy(plan, study, planned);
            });
  }

  /**
   * As {@link #find}.
   *
   * @throws SpotInputException if there is none
   */
  public static RecordedStudy get(Runs all, String name) {
    return find(all, name)
        .orElseThrow(
            () ->
                new SpotInputException(
                    "there is no study '%s' in %s%s; start it with: spot sweep FILE"
                        .formatted(
                            name, all.location(), NearestMatch.hint(name, all.experimentNames()))));
  }

  /**
   * A run of a study.
   *
   * @param key its key; empty for the study's own run
   */
  private record Part(RunView run, String key) {

    static Stream<Part> of(RunView run, String study) {
      Map<String, String> tags = run.tags();
      if (tags.containsKey(TAG)) {
        return Stream.of(new Part(run, ""));
      }
      return study.equals(tags.get(Study.NAME))
          ? Stream.of(
              new Part(
                  run,
                  StudyRun.key(
                      RunIdentity.configuration(tags), tags.getOrDefault(RunIdentity.SEED, ""))))
          : Stream.empty();
    }
  }

  /** The runs of a study, latest start first. */
  private static List<Part> parts(Runs all, String name) {
    List<? extends RunView> runs = all.runs(name);
    // Reads files, some of each run; connections to servers are not thread-safe.
    Stream<? extends RunView> each =
        all instanceof FolderRuns ? runs.parallelStream() : runs.stream();
    return each.flatMap(run -> Part.of(run, name)).toList();
  }

  private static RunView better(RunView earlier, RunView other) {
    boolean first = earlier.state() == RunState.FINISHED;
    boolean second = other.state() == RunState.FINISHED;
    if (first != second) {
      return first ? earlier : other;
    }
    return earlier.startMillis() >= other.startMillis() ? earlier : other;
  }
}
