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

  /**
   * The system property in which the script that starts Java names the folder that it built spot
   * from. A build is not made again when its files are committed, so the folder knows best.
   */
  public static final String SOURCE_PROPERTY = "spot.source";

  /** The state of the repository that a folder lies in; {@link #NONE} if there is none. */
  public static GitState of(Path folder) {
    return of(folder, "git", LIMIT);
  }

  /**
   * The state of spot's own source: that of the folder it is run from, else what the build wrote
   * down. New files among its modules count as a change.
   */
  public static GitState ofSpot() {
    String source = System.getProperty(SOURCE_PROPERTY, "");
    if (source.isEmpty()) {
      return new GitState(SpotVersion.commit(), UNKNOWN, SpotVersion.dirty());
    }
    Path folder = Path.of(source);
    // Without .git, a repository that the folder lies in is another project's.
    return Files.exists(folder.resolve(".git"))
        ? of(folder, "git", LIMIT, "--untracked-files=all", "--", "pom.xml", "spot-*")
        : NONE;
  }

  static GitState of(Path folder, String program, Duration limit) {
    return of(folder, program, limit, "--untracked-files=no");
  }

  private static GitState of(Path folder, String program, Duration limit, String... options) {
    // Without git's locks: another git may be at work in the folder.
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
    // git writes (initial) and (detached) where there is no name.
    return value.filter(name -> !name.startsWith("(")).orElse(UNKNOWN);
  }
}
