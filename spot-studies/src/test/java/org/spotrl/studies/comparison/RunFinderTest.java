package org.spotrl.studies.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.tracking.TrackedRun;
import org.spotrl.mlflow.folder.FolderRuns;

class RunFinderTest {

  @TempDir private Path temp;
  private Path root;
  private TrackedRun spot;
  private FolderRuns place;

  @BeforeEach
  void record() {
    root = temp.resolve("mlruns");
    TestRuns runs = new TestRuns(root);
    spot = runs.finished("spot", 0, 1);
    runs.finished("bc", 0, 1);
    runs.finished("bc", 0, 2);
    place = new FolderRuns(root);
  }

  @Test
  void aRunIsFoundByIdPrefixOfIdNameAndFolder() {
    FolderRuns elsewhere = new FolderRuns(temp.resolve("elsewhere"));

    assertThat(RunFinder.find(spot.id(), place).id()).isEqualTo(spot.id());
    // Two random ids never share 16 hexadecimal digits.
    assertThat(RunFinder.find(spot.id().substring(0, 16), place).id()).isEqualTo(spot.id());
    assertThat(RunFinder.find("spot-s0", place).id()).isEqualTo(spot.id());
    assertThat(RunFinder.find(spot.location(), elsewhere).id()).isEqualTo(spot.id());
  }

  @Test
  void aRunIsFoundByALinkOrAFileUri() throws IOException {
    FolderRuns elsewhere = new FolderRuns(temp.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(temp.resolve("best run"), Path.of(spot.location()));

    for (String typed :
        List.of(link.toString(), "file:" + spot.location(), link.toUri().toString())) {
      assertThat(RunFinder.find(typed, elsewhere).id()).isEqualTo(spot.id());
    }
  }

  @Test
  void anAmbiguousNameIsRefusedWithIdsAndStates() {
    assertThatThrownBy(() -> RunFinder.find("bc-s0", place))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("'bc-s0' matches 2 runs in " + root)
        .hasMessageMatching("(?s).*\\R  [0-9a-f]{32}  bc-s0, finished, experiment \\S+\\R  .*");
  }

  @Test
  void aFolderOrServerGivenAsARunIsRefusedWithTheOptionToUse() {
    assertThatThrownBy(() -> RunFinder.find(temp.toString(), place))
        .isInstanceOf(SpotInputException.class)
        .hasMessage("'%s' is not a run; for the runs in it use --in %s", temp, temp);
    assertThatThrownBy(() -> RunFinder.find("http://localhost:5000", place))
        .hasMessageContaining("use --in http://localhost:5000");
  }

  @Test
  void anUnknownRunIsReportedWithTheNearestName() {
    assertThatThrownBy(() -> RunFinder.find("spt-s0", place))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("no run 'spt-s0' in " + root + "; did you mean 'spot-s0'?");
    assertThatThrownBy(() -> RunFinder.find("", place)).isInstanceOf(SpotInputException.class);
    assertThatThrownBy(() -> RunFinder.find("a", new FolderRuns(temp.resolve("none"))))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("which has no runs at all; give another location with --in");
  }
}
