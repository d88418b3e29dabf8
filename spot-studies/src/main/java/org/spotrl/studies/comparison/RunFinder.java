package org.spotrl.studies.comparison;

import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.spotrl.api.SpotCommand;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.UserPaths;
import org.spotrl.experiments.config.NearestMatch;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.Runs;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RunFolder;

/** Finds the run that a user means. */
public final class RunFinder {

  private static final int SHOWN = 10;

  private RunFinder() {}

  /**
   * Finds a run by its folder, its id, its name or the start of its id, in this order. A run on a
   * server is also found by the id of its folder.
   *
   * @throws SpotInputException if no run or more than one matches
   */
  public static RunView find(String typed, Runs runs) {
    return search(typed, runs).orElseThrow(() -> unknown(typed, runs));
  }

  /**
   * As {@link #find}, but empty if there is no such run.
   *
   * @throws SpotInputException if more than one run matches
   */
  public static Optional<RunView> search(String typed, Runs runs) {
    Optional<RunView> inFolder = inFolder(typed);
    if (inFolder.isPresent()) {
      return inFolder;
    }
    List<? extends RunView> all = runs.runs();
    List<? extends RunView> fitting =
        Stream.<Predicate<RunView>>of(
                run -> run.id().equals(typed),
                run -> run.name().equals(typed),
                run -> !typed.isEmpty() && run.id().startsWith(typed),
                run -> !typed.isEmpty() && run.folderId().startsWith(typed))
            .<List<? extends RunView>>map(rule -> all.stream().filter(rule).toList())
            .filter(found -> !found.isEmpty())
            .findFirst()
            .orElse(List.of());
    if (fitting.size() > 1) {
      throw new SpotInputException(
          "'%s' matches %d runs in %s; give the id of one:%n%s"
              .formatted(typed, fitting.size(), runs.location(), named(fitting)));
    }
    return fitting.stream().findFirst().map(run -> run);
  }

  private static Optional<RunView> inFolder(String typed) {
    return UserPaths.standard()
        .existing(typed)
        .filter(folder -> Files.isRegularFile(folder.resolve("meta.yaml")))
        .flatMap(
            folder ->
                FolderRuns.at(folder).stream()
                    .filter(run -> run.folder().equals(RunFolder.of(folder).path()))
                    .<RunView>map(run -> run)
                    .findFirst());
  }

  private static SpotInputException unknown(String typed, Runs runs) {
    List<String> names = runs.runs().stream().map(RunView::name).distinct().toList();
    String place = runs.location();
    if (isLocation(typed)) {
      return new SpotInputException(
          "'%s' is not a run; for the runs in it use --in %s".formatted(typed, typed));
    }
    return new SpotInputException(
        names.isEmpty()
            ? "there is no run '%s' in %s, which has no runs at all; give another location with --in"
                .formatted(typed, place)
            : "there is no run '%s' in %s%s; '%s' lists ids and names; give another location with --in"
                .formatted(
                    typed, place, NearestMatch.hint(typed, names), SpotCommand.line("runs")));
  }

  /** Whether this is a folder or a server's address. */
  private static boolean isLocation(String typed) {
    return typed.matches("(?i)https?://.*")
        || UserPaths.standard().existing(typed).filter(Files::isDirectory).isPresent();
  }

  private static String named(List<? extends RunView> runs) {
    return runs.stream()
            .limit(SHOWN)
            .map(
                run ->
                    "  %s  %s, %s, experiment %s"
                        .formatted(
                            run.id(),
                            run.name(),
                            run.state().name().toLowerCase(Locale.ROOT),
                            run.experimentName()))
            .collect(Collectors.joining(System.lineSeparator()))
        + (runs.size() > SHOWN
            ? System.lineSeparator() + "  and %d more".formatted(runs.size() - SHOWN)
            : "");
  }
}
