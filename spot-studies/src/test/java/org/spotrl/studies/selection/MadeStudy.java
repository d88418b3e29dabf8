package org.spotrl.studies.selection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.tracking.RunDescription;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.experiments.wiring.SpotInjector;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.FolderTracker;
import org.spotrl.policy.PolicyArchive;
import org.spotrl.studies.study.Study;
import org.spotrl.studies.study.StudyLoader;
import org.spotrl.studies.study.StudyRecord;
import org.spotrl.studies.study.StudyRun;

/** A recorded study of {@link Chain} whose runs have given policies and metrics. */
public final class MadeStudy {

  private static final String BASE =
      """
      dataset: {type: file, path: '%s', max_action: 1}
      evaluation: {episodes: 0}
      algorithm: {type: td3+bc, updates: 10}
      """;

  private final Path folder;
  private final Study study;

  /**
   * Records a study without runs.
   *
   * @param folder gets the files and the folder mlruns
   * @param arms the arms and seeds, as in a study file
   */
  public MadeStudy(Path folder, String name, String arms) throws IOException {
    this.folder = folder;
    Path data = Files.writeString(folder.resolve("chain.csv"), Chain.csv());
    Files.writeString(folder.resolve("base.yaml"), BASE.formatted(data));
    Path file =
        Files.writeString(
            folder.resolve(name + ".yaml"),
            "study: %s\nbase: base.yaml\ndatasets: {chain: {}}\n%s".formatted(name, arms));
    study =
        SpotInjector.create(Optional.empty())
            .getInstance(StudyLoader.class)
            .load(file, StudyLoader.Changes.NONE);
    StudyRecord.open(study, new FolderRuns(mlruns()), tracker()).close();
  }

  /** The folder of the runs. */
  public Path mlruns() {
    return folder.resolve("mlruns");
  }

  private FolderTracker tracker() {
    return new FolderTracker(mlruns());
  }

  /**
   * Records a run of the study.
   *
   * @param policy its policy; null if it stores none
   * @return its id
   */
  public String run(
      String arm,
      long seed,
      RunStatus status,
      @Nullable PolicyArchive policy,
      Map<String, Double> metrics)
      throws IOException {
    StudyRun planned =
        study.runs().stream()
            .filter(run -> run.arm().equals(arm) && run.seed() == seed)
            .findFirst()
            .orElseThrow();
    TrackedRun run =
        tracker()
            .start(
                new RunDescription(
                    study.name(),
                    planned.name(),
                    "",
                    Map.of(),
                    Map.of(
                        Study.NAME,
                        study.name(),
                        "configuration",
                        planned.configuration(),
                        "seed",
                        Long.toString(seed)),
                    "test"));
    run.text(LocalRun.CONFIG, planned.experiment().resolvedYaml());
    run.metrics(10, metrics);
    if (policy != null) {
      Path made = Files.createTempDirectory(folder, "policy");
      policy.write(made, "none", run.id());
      run.artifact("policy", made);
    }
    run.finish(status);
    return run.id();
  }
}
