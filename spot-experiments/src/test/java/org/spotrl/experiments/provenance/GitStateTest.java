package org.spotrl.experiments.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.spotrl.api.host.ExternalCommand;

/** A real git with a test repository. */
class GitStateTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;

  @BeforeEach
  void makeRepository() throws IOException {
    git("init", "-q");
    git("checkout", "-q", "-b", "study");
    Files.writeString(folder.resolve("a.yaml"), "seed: 1\n");
  }

  private String git(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of("git", "-c", "user.name=Test", "-c", "user.email=test@example.org"));
    command.addAll(List.of(arguments));
    return new ExternalCommand(command, folder, System.getenv())
        .output(LIMIT)
        .orElseThrow(() -> new AssertionError("failed: " + command + "; these tests need git"));
  }

  private void commit() {
    git("add", "a.yaml");
    git("commit", "-q", "-m", "first");
  }

  @Test
  void aCleanFolderHasCommitAndBranch() {
    commit();

    assertThat(GitState.of(folder))
        .isEqualTo(new GitState(git("rev-parse", "HEAD").strip(), "study", "false"));
  }

  @Test
  void aChangedTrackedFileMakesItDirtyAndAnUntrackedOneDoesNot() throws IOException {
    commit();
    Files.writeString(folder.resolve("b.yaml"), "seed: 2\n");
    assertThat(GitState.of(folder).dirty()).isEqualTo("false");

    Files.writeString(folder.resolve("a.yaml"), "seed: 3\n");
    assertThat(GitState.of(folder).dirty()).isEqualTo("true");
  }

  @Test
  void aSubfolderOfTheRepositoryIsEnough() throws IOException {
    commit();

    assertThat(GitState.of(Files.createDirectory(folder.resolve("sub"))).branch())
        .isEqualTo("study");
  }

  @Test
  void aDetachedCheckoutHasNoBranch() {
    commit();
    git("checkout", "-q", "--detach");

    GitState state = GitState.of(folder);

    assertThat(state.branch()).isEqualTo("none");
    assertThat(state.commit()).matches("[0-9a-f]{40}");
  }

  @Test
  void aRepositoryWithoutCommitsHasNoCommit() {
    GitState state = GitState.of(folder);

    assertThat(state.commit()).isEqualTo("none");
    assertThat(state.branch()).isEqualTo("study");
  }

  @Test
  void withoutARepositoryThereIsNone(@TempDir Path elsewhere) {
    assertThat(GitState.of(elsewhere)).isEqualTo(GitState.NONE);
  }

  @Test
  void spotsStateIsThatOfItsSourceFolder() throws IOException {
    Files.createDirectory(folder.resolve("spot-api"));
    commit();
    System.setProperty(GitState.SOURCE_PROPERTY, folder.toString());
    try {
      String head = git("rev-parse", "HEAD").strip();
      Files.writeString(folder.resolve("a.yaml"), "no source of the program\n");
      assertThat(GitState.ofSpot()).isEqualTo(new GitState(head, "study", "false"));

      Files.writeString(folder.resolve("spot-api/New.java"), "class New {}\n");
      assertThat(GitState.ofSpot()).isEqualTo(new GitState(head, "study", "true"));
    } finally {
      System.clearProperty(GitState.SOURCE_PROPERTY);
    }
  }

  @Test
  void aSourceArchiveInsideAnotherRepositoryHasNoCommit() throws IOException {
    commit();
    Path unpacked = Files.createDirectory(folder.resolve("spot"));
    System.setProperty(GitState.SOURCE_PROPERTY, unpacked.toString());
    try {
      assertThat(GitState.ofSpot()).isEqualTo(GitState.NONE);
    } finally {
      System.clearProperty(GitState.SOURCE_PROPERTY);
    }
  }

  @Test
  void withoutGitThereIsNone() {
    assertThat(GitState.of(folder, "no-such-git-program", LIMIT)).isEqualTo(GitState.NONE);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC}) // the fake git is a shell script
  void aGitThatHangsIsEnded(@TempDir Path scripts) throws IOException {
    Path script = scripts.resolve("git");
    Files.writeString(script, "#!/bin/sh\necho $$ > pid\nexec sleep 600\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();

    GitState state = GitState.of(folder, script.toString(), Duration.ofSeconds(3));

    assertThat(state).isEqualTo(GitState.NONE);
    long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    // Completes only when the killed process is gone.
    ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
  }
}
