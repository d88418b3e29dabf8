package org.spotrl.experiments.provenance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spotrl.api.SpotVersion;
import org.spotrl.api.host.ExternalCommand;

/**
 * The commit and state of a git working tree.
 *
 * @param commit full hash of the current commit; {@code none} without one
 * @param branch the current branch; {@code none} in a detached checkout
 * @param dirty {@code true} if a tracked file was changed, else {@code false}; {@code none} if
 *     unknown
 */
public record GitState(String commit, String branch, String dirty) {

  /** The value of a missing commit, branch or state. */
  public static final String UNKNOWN = "none";

  /** No repository, or git is not installed. */
  public static final GitState NONE = new GitState(UNKNOWN, UNKNOWN, UNKNOWN);

  private static final Duration LIMIT = Duration.ofSeconds(10);

  /**
   * The system property with the folder from which the start script built spot. Its commit is read
   * from the folder: a commit alone does not cause a new build.
   */
  public static final String SOURCE_PROPERTY = "spot.source";

  /** The state of the repository of a folder; {@link #NONE} if there is none. */
  public static GitState of(Path folder) {
    return of(folder, "git", LIMIT);
  }

  /**
   * The state of spot's source: of the folder that it was built from, else as recorded by the
   * build. Untracked files in its modules count as a change.
   */
  public static GitState ofSpot() {
    String source = System.getProperty(SOURCE_PROPERTY, "");
    if (source.isEmpty()) {
      return new GitState(SpotVersion.commit(), UNKNOWN, SpotVersion.dirty());
    }
    Path folder = Path.of(source);
    // Without its own .git, the folder is in the repository of another project.
    return Files.exists(folder.resolve(".git"))
        ? of(folder, "git", LIMIT, "--untracked-files=all", "--", "pom.xml", "spot-*")
        : NONE;
  }

  static GitState of(Path folder, String program, Duration limit) {
    return of(folder, program, limit, "--untracked-files=no");
  }

  private static GitState of(Path folder, String program, Duration limit, String... options) {
    // Without git's locks, because another git may run in the folder.
    List<String> command = new ArrayList<>();
    command.addAll(List.of(program, "--no-optional-locks", "status", "--porcelain=v2", "--branch"));
    command.addAll(List.of(options));
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
    // git writes (initial) and (detached) instead of a name.
    return value.filter(name -> !name.startsWith("(")).orElse(UNKNOWN);
  }
}
