package org.spotrl.studies.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.component.Component;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotStoppedException;
import org.spotrl.api.progress.ProgressListener;
import org.spotrl.api.selection.SelectionCriterion;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.experiments.config.ConfigLoader;
import org.spotrl.experiments.wiring.SpotInjector;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.studies.study.RecordedStudy;
import org.spotrl.tensorflow.evaluation.FittedQConfig;

/** Selection in recorded studies. */
class SelectorTest {

  private static final String ARMS =
      "seeds: 0-1\narms: {weak: {algorithm.updates: 11}, strong: {algorithm.updates: 12}}\n";

  private static final Component<SelectionCriterion> FQE =
      FittedQCriterion.TYPE.with(new FittedQConfig(200, 32, List.of(32), 1e-3, 0.05, 0.5));

  private final ConfigLoader loader =
      SpotInjector.create(Optional.empty()).getInstance(ConfigLoader.class);

  @TempDir private Path folder;

  private Selection select(
      String study, ProgressListener progress, List<Component<SelectionCriterion>> criteria) {
    RecordedStudy recorded = RecordedStudy.get(new FolderRuns(folder.resolve("mlruns")), study);
    return new Selector(recorded, criteria, loader, 1, progress).select();
  }

  @Test
  void estimatesAreMeansOverTheFinishedRunsOfAnArm() throws IOException {
    MadeStudy made = new MadeStudy(folder, "two", ARMS);
    made.run("weak", 0, RunStatus.FINISHED, null, Map.of("q/initial_mean", 3.0));
    made.run("weak", 1, RunStatus.FINISHED, null, Map.of("q/initial_mean", 5.0));
    made.run(
        "strong",
        0,
        RunStatus.FINISHED,
        null,
        Map.of("q/initial_mean", 7.0, "final/normalized_score", 60.0));
    made.run("strong", 1, RunStatus.FAILED, null, Map.of("q/initial_mean", 100.0));

    Selection selection =
        select("two", ProgressListener.NONE, List.of(Criteria.Q_INITIAL.withDefaults()));

    assertThat(selection.datasets()).hasSize(1);
    assertThat(selection.datasets().get(0).arms())
        .containsExactly(
            new Selection.Arm("weak", 2, Double.NaN, List.of(4.0)),
            new Selection.Arm("strong", 1, 60, List.of(7.0)));
    assertThat(selection.datasets().get(0).choices().get(0).arms()).containsExactly("strong");
    assertThat(selection.unfinished()).hasSize(1);
    assertThat(selection.unfinished().get(0)).startsWith("strong-").endsWith("-s1 (failed)");
    assertThat(selection.notes()).isEmpty();
  }

  @Test
  void oneRunWithoutAnEstimateLeavesItsArmWithoutOne() throws IOException {
    MadeStudy made = new MadeStudy(folder, "two", ARMS);
    for (String arm : List.of("weak", "strong")) {
      made.run(arm, 0, RunStatus.FINISHED, null, Map.of("q/initial_mean", 3.0));
    }
    made.run("weak", 1, RunStatus.FINISHED, null, Map.of("train/other", 1.0));
    made.run("strong", 1, RunStatus.FINISHED, null, Map.of("q/initial_mean", 1.0));

    Selection selection =
        select("two", ProgressListener.NONE, List.of(Criteria.Q_INITIAL.withDefaults(), FQE));

    assertThat(selection.datasets().get(0).arms().get(0).estimates().get(0)).isNaN();
    assertThat(selection.datasets().get(0).choices().get(0).arms()).containsExactly("strong");
    assertThat(selection.notes())
        .hasSize(3)
        .anySatisfy(
            note ->
                assertThat(note)
                    .startsWith("no q-initial of arm 'weak' on chain")
                    .contains("there is no metric q/initial_mean"))
        .anySatisfy(
            note ->
                assertThat(note)
                    .startsWith("no fqe of arm 'strong' on chain")
                    .endsWith("the run has no stored policy (2 runs)"));
  }

  @Test
  void estimatesOfFqeAreRecordedOneByOneAndReadAgain() throws IOException {
    MadeStudy made = new MadeStudy(folder, "two", ARMS);
    String first =
        made.run("weak", 0, RunStatus.FINISHED, Chain.always(-5), Map.of("train/other", 1.0));
    made.run("strong", 0, RunStatus.FINISHED, Chain.always(5), Map.of("train/other", 1.0));
    ProgressListener stopsAtTheSecondRun =
        (activity, done, total, figures) -> {
          if (activity.startsWith("run 2 of 2")) {
            throw new SpotStoppedException();
          }
        };

    assertThatThrownBy(() -> select("two", stopsAtTheSecondRun, List.of(FQE)))
        .isInstanceOf(SpotStoppedException.class);
    assertThat(recorded()).extracting(Path::getFileName).containsExactly(Path.of(first + ".json"));

    List<String> activities = new ArrayList<>();
    Selection selection =
        select("two", (what, done, total, figures) -> activities.add(what), List.of(FQE));
    assertThat(activities).contains("run 2 of 2: fqe").noneMatch(what -> what.contains("run 1"));
    assertThat(selection.datasets().get(0).choices().get(0).arms()).containsExactly("strong");

    activities.clear();
    assertThat(select("two", (what, done, total, figures) -> activities.add(what), List.of(FQE)))
        .isEqualTo(selection);
    assertThat(activities).isEmpty();
    assertThat(recorded()).hasSize(2);
    // Another setting is another estimate; the value of a composed criterion is shared.
    Component<SelectionCriterion> composed =
        Criteria.BEHAVIOR_REGULARIZED_VALUE.with(
            new BehaviorRegularizedValue.Config(FQE, 1, Criteria.Density.OWN));
    select("two", ProgressListener.NONE, List.of(composed));
    assertThat(recorded()).hasSize(2);
  }

  @Test
  void severalRunsAtATimeGiveTheSameEstimates() throws IOException {
    MadeStudy made = new MadeStudy(folder, "two", ARMS);
    for (long seed = 0; seed < 2; seed++) {
      made.run("weak", seed, RunStatus.FINISHED, Chain.always(-5), Map.of("train/other", 1.0));
      made.run("strong", seed, RunStatus.FINISHED, Chain.always(5), Map.of("train/other", 1.0));
    }
    RecordedStudy recorded = RecordedStudy.get(new FolderRuns(folder.resolve("mlruns")), "two");
    List<String> activities = Collections.synchronizedList(new ArrayList<>());
    Selection parallel =
        new Selector(
                recorded,
                List.of(FQE),
                loader,
                3,
                (what, done, total, figures) -> activities.add("%s %d".formatted(what, done)))
            .select();
    assertThat(activities).containsExactlyInAnyOrder("runs 1", "runs 2", "runs 3", "runs 4");
    for (Path file : recorded()) {
      Files.delete(file);
    }

    assertThat(select("two", ProgressListener.NONE, List.of(FQE))).isEqualTo(parallel);
  }

  private List<Path> recorded() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("mlruns"))) {
      return files
          .filter(file -> file.toString().contains("selection/fqe-"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  @Test
  void aDamagedRecordOfAnEstimateIsNamed() throws IOException {
    MadeStudy made = new MadeStudy(folder, "two", ARMS);
    made.run("weak", 0, RunStatus.FINISHED, null, Map.of("train/other", 1.0));
    select("two", ProgressListener.NONE, List.of(FQE));
    Files.writeString(recorded().get(0), "{");

    assertThatThrownBy(() -> select("two", ProgressListener.NONE, List.of(FQE)))
        .hasMessageContaining(recorded().get(0) + " is not a recorded estimate")
        .hasMessageContaining("delete it");
  }

  @Test
  void aStudyWithOneArmOrWithoutFinishedRunsIsRefused() throws IOException {
    List<Component<SelectionCriterion>> any = List.of(Criteria.Q_INITIAL.withDefaults());
    new MadeStudy(folder, "one", "seeds: 0\narms: {weak: {algorithm.updates: 11}}\n");

    assertThatThrownBy(() -> select("one", ProgressListener.NONE, any))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("the study 'one' has one arm, 'weak', so there is nothing to choose");

    MadeStudy made = new MadeStudy(folder, "two", ARMS);
    made.run("weak", 0, RunStatus.KILLED, null, Map.of());
    assertThatThrownBy(() -> select("two", ProgressListener.NONE, any))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("no run of the study 'two' is finished");
  }
}
