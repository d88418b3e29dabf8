package org.spotrl.studies.comparison;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.spotrl.api.tracking.RunDescription;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.FolderTracker;

/** Runs with given numbers, recorded in a real folder. */
public final class TestRuns {

  private final Path root;

  public TestRuns(Path root) {
    this.root = root;
  }

  /** A finished run of a method and seed with a final score. */
  public TrackedRun finished(String algorithm, int seed, double score) {
    TrackedRun run = started(algorithm, seed, Map.of());
    run.metrics(100, Map.of("final/normalized_score", score));
    run.finish(RunStatus.FINISHED);
    return run;
  }

  /** A running run; its parameters are the seed, the method and the given settings. */
  public TrackedRun started(String algorithm, int seed, Map<String, String> settings) {
    Map<String, String> parameters = new TreeMap<>(settings);
    parameters.put("seed", Integer.toString(seed));
    parameters.put("algorithm.type", algorithm);
    return new FolderTracker(root)
        .start(
            new RunDescription(
                "study",
                algorithm + "-s" + seed,
                "",
                parameters,
                Map.of(
                    "algorithm",
                    algorithm,
                    "seed",
                    Integer.toString(seed),
                    "configuration",
                    algorithm + settings),
                "test"));
  }

  /** All recorded runs, latest start first. */
  public List<RunRecord> records() {
    return new FolderRuns(root).runs().stream().map(RunRecord::of).toList();
  }
}
