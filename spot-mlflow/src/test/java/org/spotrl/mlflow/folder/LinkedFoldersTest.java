package org.spotrl.mlflow.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.tracking.RunStatus;
import org.spotrl.api.tracking.TrackedRun;

/** Linked folders behave as the folders that they point to. */
class LinkedFoldersTest {

  @TempDir private Path temp;
  private Path root;
  private Path disk;
  private TrackedRun run;

  @BeforeEach
  void record() throws IOException {
    disk = Files.createDirectory(temp.resolve("disk"));
    root = temp.resolve("mlruns");
    run = new FolderTracker(root).start(Examples.description("study", "a"));
    run.text("config/experiment.yaml", "seed: 0\n");
    run.metrics(1, Map.of("loss", 0.5));
    run.finish(RunStatus.KILLED);
  }

  /** Moves a folder to the other disk and leaves a link. */
  private void move(Path folder) throws IOException {
    Path moved = Files.move(folder, disk.resolve(folder.getFileName()));
    Files.createSymbolicLink(folder, moved);
  }

  @Test
  void theFolderAnExperimentAndARunMayBeLinks() throws IOException {
    for (Path folder :
        List.of(Path.of(run.location()), Path.of(run.location()).getParent(), root)) {
      move(folder);

      RecordedRun read = new FolderRuns(root).find(run.id()).orElseThrow();
      assertThat(read.folder()).isEqualTo(Path.of(run.location()));
      assertThat(new FolderRuns(root).folders()).contains(read.folder());
      TrackedRun resumed = new FolderTracker(root).resume(run.id(), System.currentTimeMillis() + 1);
      resumed.metrics(2, Map.of("loss", 0.25));
      resumed.finish(RunStatus.FINISHED);
      new FolderTracker(root).start(Examples.description("study", "b"));
      assertThat(new FolderRuns(root).runs()).hasSizeGreaterThan(1);
    }
  }

  @Test
  void aLinkWithAnotherNameIsResolvedToTheRunsFolder() throws IOException {
    Path folder = Path.of(run.location());
    Path toRun = Files.createSymbolicLink(temp.resolve("best"), Path.of("mlruns/1/" + run.id()));
    Path toLink = Files.createSymbolicLink(temp.resolve("latest"), toRun);
    Path toExperiment = Files.createSymbolicLink(temp.resolve("study"), folder.getParent());

    for (Path link : List.of(folder, toRun, toLink, toExperiment.resolve(run.id()))) {
      RunFolder found = RunFolder.of(link);
      assertThat(found.path().toRealPath()).isEqualTo(folder.toRealPath());
      assertThat(found.id()).isEqualTo(run.id());
      assertThat(found.root().toRealPath()).isEqualTo(root.toRealPath());
      assertThat(FolderRuns.at(link)).extracting(RecordedRun::id).containsExactly(run.id());
    }
    assertThat(FolderRuns.at(toExperiment)).extracting(RecordedRun::id).containsExactly(run.id());
  }

  @Test
  void aBrokenLinkIsReported() throws IOException {
    Path gone = Files.createSymbolicLink(temp.resolve("gone"), Path.of("/no/such/disk"));
    Path loop = Files.createSymbolicLink(temp.resolve("loop"), Path.of("loop"));

    for (Path link : List.of(gone, loop)) {
      assertThatThrownBy(() -> new FolderRuns(link).runs())
          .isInstanceOf(SpotRunException.class)
          .hasMessageContaining(
              link + " is a link to " + Files.readSymbolicLink(link) + ", which does not exist")
          .hasMessageContaining("mount the disk");
      assertThatThrownBy(() -> new FolderTracker(link).start(Examples.description("study", "a")))
          .isInstanceOf(SpotInputException.class)
          .hasMessageContaining(link + " is a link to");
    }
  }

  @Test
  void aLinkToAParentFolderIsAnErrorAndNoEndlessLoop() throws IOException {
    Path policy = Files.createDirectories(temp.resolve("policy"));
    Path loop = Files.createSymbolicLink(policy.resolve("again"), policy);
    TrackedRun other = new FolderTracker(root).start(Examples.description("study", "b"));

    assertThatThrownBy(() -> other.artifact("policy", policy))
        .isInstanceOf(SpotRunException.class)
        .hasMessageContaining(loop + " is a link to one of its parent folders. Fix or remove");
  }

  @Test
  void aLockIsTheSameThroughLinks() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("link"), root);

    try (FileMutex first = FileMutex.tryTake(root.resolve(".lock"), w -> {}).orElseThrow()) {
      assertThat(first).isNotNull();
      assertThat(FileMutex.tryTake(link.resolve(".lock"), w -> {})).isEqualTo(Optional.empty());
    }
  }

  @Test
  void artifactsOfMlflowsRunsAreFoundByTheirUri() throws IOException {
    Path elsewhere = Files.createDirectories(temp.resolve("with blank/artifacts"));
    Files.writeString(elsewhere.resolve("model.txt"), "weights");
    Path folder = Path.of(run.location());
    Path meta = folder.resolve("meta.yaml");
    MetaYaml absolute =
        MetaYaml.read(meta).with("artifact_uri", elsewhere.toUri().toString().replaceAll("/$", ""));
    Files.writeString(meta, absolute.render());

    // The standard folder has files: it was moved or copied with them.
    assertThat(RunFolder.of(folder).artifacts()).isEqualTo(folder.resolve("artifacts"));
    Examples.delete(folder.resolve("artifacts/config"));

    assertThat(RunFolder.of(folder).artifacts()).isEqualTo(elsewhere);
    assertThat(new FolderRuns(root).runs().get(0).artifact("model.txt")).isPresent();
    // The URI is no longer valid.
    Examples.delete(temp.resolve("with blank"));
    assertThat(RunFolder.of(folder).artifacts()).isEqualTo(folder.resolve("artifacts"));
  }
}
