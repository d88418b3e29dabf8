package org.spotrl.studies.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.config.Settings;
import org.spotrl.experiments.wiring.SpotInjector;

class StudyLoaderTest {

  private static final Path STUDIES = Path.of("..", "experiments", "studies");

  private final StudyLoader loader =
      SpotInjector.create(Optional.empty()).getInstance(StudyLoader.class);

  @TempDir private Path folder;

  @BeforeEach
  void writeTheBase() throws IOException {
    write(
        "base.yaml",
        """
        dataset: {type: collected, environment: maze2d-umaze-v1}
        algorithm: {type: spot, updates: 100, regularizer: {lambda: 0.5}}
        """);
  }

  @Test
  void armsDataSetsAndSeedsBecomeRunsThatAreGroupedBySeed() throws IOException {
    Study study =
        load(
            """
            study: two
            base: base.yaml
            seeds: 3,5
            settings: {algorithm: {updates: 70}}
            datasets:
              umaze: {dataset.environment: maze2d-umaze-v1, lambda: 0.2}
              medium: {dataset.environment: maze2d-medium-v1}
            reference: spot
            arms:
              spot:
              sac: {backbone: sac}
            """);

    assertThat(study.runs())
        .extracting(StudyRun::name)
        .containsExactly(
            "spot-umaze-s3",
            "sac-umaze-s3",
            "spot-umaze-s5",
            "sac-umaze-s5",
            "spot-medium-s3",
            "sac-medium-s3",
            "spot-medium-s5",
            "sac-medium-s5");
    assertThat(values(study, "algorithm.updates")).containsOnly("70");
    assertThat(values(study, "algorithm.backbone"))
        .containsExactly("td3", "sac", "td3", "sac", "td3", "sac", "td3", "sac");
    assertThat(values(study, "algorithm.regularizer.lambda"))
        .containsExactly("0.2", "0.2", "0.2", "0.2", "0.5", "0.5", "0.5", "0.5");
    assertThat(study.runs())
        .extracting(StudyRun::seed)
        .containsExactly(3L, 3L, 5L, 5L, 3L, 3L, 5L, 5L);
    assertThat(values(study, "experiment")).containsOnly("two");
    assertThat(study.runs().get(1).experiment().config().tags())
        .containsEntry(Study.NAME, "two")
        .containsEntry(Study.ARM, "sac")
        .containsEntry(Study.DATASET, "umaze");
    assertThat(study.runs().get(0).configuration()).isEqualTo(study.runs().get(2).configuration());
  }

  @Test
  void anArmMayHaveItsOwnFileForEachDataSet() throws IOException {
    write("umaze-bc.yaml", "extends: base.yaml\nalgorithm: {type: behavior-cloning, updates: 9}\n");
    Study study =
        load(
            """
            arms:
              spot: {base: base.yaml}
              bc: {base: '{dataset}-bc.yaml'}
            datasets: {umaze: }
            """);

    assertThat(values(study, "algorithm.type")).containsExactly("spot", "behavior-cloning");
    assertThat(study.name()).isEqualTo("study");
  }

  @Test
  void aGridHasEveryCombinationAndNamesItsArms() throws IOException {
    Study study =
        load(
            """
            base: base.yaml
            grid:
              lambda: [0.1, 1]
              q_normalization: [true, false]
            """);

    assertThat(study.arms())
        .containsExactly(
            "lambda=0.1, q_normalization=true",
            "lambda=0.1, q_normalization=false",
            "lambda=1, q_normalization=true",
            "lambda=1, q_normalization=false");
    assertThat(values(study, "algorithm.regularizer.lambda"))
        .containsExactly("0.1", "0.1", "1.0", "1.0");
  }

  @Test
  void anExperimentFileIsTheBaseOfAGridFromTheCommandLine() {
    Study study =
        loader.load(
            folder.resolve("base.yaml"),
            new StudyLoader.Changes(
                "",
                "0-1",
                Settings.of(List.of("algorithm.updates=50")),
                Settings.of(List.of("lambda=[0.1, 0.5]"))));

    assertThat(study.name()).isEqualTo("base-sweep");
    assertThat(study.runs()).hasSize(4);
    assertThat(values(study, "algorithm.updates")).containsOnly("50");
  }

  @Test
  void allProblemsAreReportedAtOnceWithTheirPlace() {
    assertThatThrownBy(
            () ->
                load(
                    """
                    base: base.yaml
                    reference: spt
                    arms:
                      spot:
                      typo: {lamda: 0.1}
                      range: {algorithm: {discount: 2}}
                      file: {base: none.yaml}
                    """))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("reference: there is no arm 'spt'; did you mean 'spot'?")
        .hasMessageContaining("study.yaml:5:10: unknown setting 'lamda'; did you mean")
        .hasMessageContaining("study.yaml:6:33: 'algorithm.discount' must be a number from 0 to 1")
        .hasMessageContaining("none.yaml: no such file");
  }

  @Test
  void anArmThatChangesNothingIsRefused() {
    assertThatThrownBy(
            () ->
                load(
                    """
                    base: base.yaml
                    reference: spot
                    arms: {spot: , same: {lambda: 0.5}}
                    """))
        .hasMessageContaining(
            "arm 'same' changes nothing: on maze2d-umaze-v1 it has the settings of the reference 'spot'");
  }

  @Test
  void armsAndDataSetsWithTheSameResultAreRefused() {
    assertThatThrownBy(() -> load("base: base.yaml\narms: {a: {lambda: 1}, b: {lambda: 1.0}}\n"))
        .hasMessageContaining("arms 'a' and 'b' have the same settings on maze2d-umaze-v1");
    assertThatThrownBy(
            () ->
                load(
                    """
                    base: base.yaml
                    datasets: {a: {lambda: 1}, b: {lambda: 1}}
                    """))
        .hasMessageContaining("data sets 'a' and 'b' give the same run of arm 'base'");
  }

  @Test
  void repeatedSeedsAndValuesAndMissingBasesAreRefused() {
    assertThatThrownBy(() -> load("base: base.yaml\nseeds: 0-2,1\n"))
        .hasMessageContaining("study.yaml: seeds 0-2,1: seed 1 is given twice");
    assertThatThrownBy(() -> load("base: base.yaml\ngrid: {lambda: [1, 2, 1]}\n"))
        .hasMessageContaining("study.yaml:2:23: 'lambda' has the value 1 twice");
    assertThatThrownBy(() -> load("base: base.yaml\ngrid: {lambda: 1}\n"))
        .hasMessageContaining("'lambda' must be a list of values, for example [0.1, 0.5], not 1");
    assertThatThrownBy(() -> load("arms: {spot: }\n"))
        .hasMessageContaining("arm 'spot' has no base; name an experiment file");
  }

  @Test
  void aUserCannotSetTheTagsOfAStudy() {
    assertThatThrownBy(() -> load("base: base.yaml\nsettings: {tags: {spot.study: mine}}\n"))
        .hasMessageContaining("spot sets the tag 'spot.study' itself");
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void everyShippedStudyLoads(Path file) {
    Study study = loader.load(file, StudyLoader.Changes.NONE);

    assertThat(study.runs()).hasSizeGreaterThan(1);
    assertThat(study.description()).isNotBlank();
    assertThat(file).hasFileName(study.name() + ".yaml");
  }

  static Stream<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.list(STUDIES)) {
      return files.sorted().toList().stream();
    }
  }

  private Study load(String text) throws IOException {
    return loader.load(write("study.yaml", text), StudyLoader.Changes.NONE);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static List<String> values(Study study, String path) {
    return study.runs().stream()
        .map(run -> run.experiment().values().getOrDefault(path, ""))
        .toList();
  }
}
