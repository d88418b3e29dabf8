package org.spotrl.experiments.provenance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.spotrl.api.host.ExternalCommand;

/**
 * The state of a git working folder.
 *
 * @param commit full hash of the commit that is checked out; {@code none} without one
 * @param branch its branch; {@code none} without one, as in a detached checkout
 * @param dirty {@code true} if a tracked file was changed, {@code false} if not, {@code none} if
 *     unknown; files that git does not track do not count
 */
public record GitState(String commit, String branch, String dirty) {

  /** What stands for a commit, a branch or a state that there is not. */
  public static final String UNKNOWN = "none";

  /** No repository, or no git to ask. */
  public static final GitState NONE = new GitState(UNKNOWN, UNKNOWN, UNKNOWN);

  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** The state of the repository that a folder lies in; {@link #NONE} if there is none. */
  public static GitState of(Path folder) {
    return of(folder, "git", LIMIT);
  }

  static GitState of(Path folder, String program, Duration limit) {
    // Without git's locks: another git may be at work in the folder.
    List<String> command =
        List.of(
            program,
            "--no-optional-locks",
            "status",
            "--porcelain=v2",
            "--branch",
            "--untracked-files=no");
    return new ExternalCommand(command, folder, System.getenv())
        .output(limit)
        .map(GitState::parse)
        .orElse(NONE);
  }

  private static GitState parse(String status) {
    List<String> lines = status.lines().toList();
    boolean dirty = lines.stream().anyMatch(line -> !line.startsWith("#"));
    return new GitState(
        header(lines, "# branch.oid "), header(lines, "# branch.head "), Boolean.toString(dirty));
  }

  private static String header(List<String> lines, String start) {
    Optional<String> value =
        lines.stream()
            .filter(line -> line.startsWith(start))
            .map(line -> line.substring(start.length()))
            .findFirst();
    // git writes (initial) and (detached) where there is no name.
    return value.filter(name -> !name.startsWith("(")).orElse(UNKNOWN);
  }
}
