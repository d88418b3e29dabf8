package org.spotrl.studies.selection;

import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.spotrl.api.component.Component;
import org.spotrl.api.data.Trajectories;
import org.spotrl.api.progress.ProgressListener;
import org.spotrl.api.selection.Estimate;
import org.spotrl.api.selection.FinishedRun;
import org.spotrl.api.selection.SelectionCriterion;
import org.spotrl.experiments.config.ExperimentConfig;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.policy.PolicyArchive;

/**
 * A finished run of a study.
 *
 * @param recorded its record
 * @param config its configuration
 * @param source loads its data
 * @param files recorded estimates of the study
 * @param progress gets how far an expensive criterion has come
 */
record StudyPolicyRun(
    RecordedRun recorded,
    ExperimentConfig config,
    Supplier<Trajectories> source,
    EstimateFiles files,
    ProgressListener progress)
    implements FinishedRun {

  @Override
  public long seed() {
    return config.seed();
  }

  @Override
  public int intraOpThreads() {
    return config.execution().intraOpThreads();
  }

  @Override
  public List<Double> metric(String name) {
    return recorded.history(name).stream()
        .sorted(Comparator.comparingLong(MetricPoint::step))
        .map(MetricPoint::value)
        .toList();
  }

  @Override
  public Trajectories data() {
    return source.get();
  }

  @Override
  public Optional<StoredPolicy> policy() {
    LocalRun run = new LocalRun(recorded.artifacts());
    if (!Files.isRegularFile(run.artifacts().resolve(LocalRun.POLICY_WEIGHTS))) {
      return Optional.empty();
    }
    PolicyArchive archive = PolicyArchive.read(run.policy());
    return Optional.of(
        new StoredPolicy(
            archive.snapshot().format().name(),
            archive.snapshot().shape(),
            archive.onRawObservations()));
  }

  @Override
  public Estimate estimate(Component<SelectionCriterion> criterion) {
    SelectionCriterion created = criterion.create();
    if (!created.isExpensive()) {
      return created.estimate(this);
    }
    return files
        .find(criterion, recorded.id())
        .orElseGet(
            () -> {
              Estimate estimate = created.estimate(this);
              files.save(criterion, recorded.id(), estimate);
              return estimate;
            });
  }
}
