package org.spotrl.studies.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.spotrl.mlflow.folder.FolderRuns;
import org.spotrl.mlflow.folder.RecordedRun;
import org.spotrl.mlflow.format.RunState;
import org.spotrl.studies.comparison.RunRecord;
import org.spotrl.studies.study.StudyRun;

/**
 * Time and disk that runs of a study need, from the recorded runs of a folder: runs of the same
 * configuration, else runs of the same method, in proportion to their updates.
 *
 * @param seconds wall time of all runs that could be estimated
 * @param bytes disk of these runs
 * @param unknown arms without a recorded run to estimate them from
 * @param based number of recorded runs that it is based on
 */
public record SweepEstimate(double seconds, double bytes, Set<String> unknown, int based) {

  private static final String UPDATES = "algorithm.updates";
  private static final double MEGABYTE = 1e6;
  private static final double MINUTE = 60;

  /** One recorded run. */
  private record Sample(
      String configuration, String method, double updates, double seconds, double bytes) {

    static Optional<Sample> of(RecordedRun run) {
      RunRecord record = RunRecord.of(run);
      Optional<String> updates = record.value(UPDATES);
      return record
          .seconds()
          .filter(seconds -> updates.isPresent())
          .map(
              seconds ->
                  new Sample(
                      record.configuration(),
                      record.value("algorithm.type").orElse(""),
                      Double.parseDouble(updates.get()),
                      seconds,
                      size(run.folder())));
    }
  }

  /**
   * Estimates runs of a study.
   *
   * @param recorded where runs are recorded
   * @param jobs number of processes at a time
   */
  public static SweepEstimate of(List<StudyRun> runs, FolderRuns recorded, int jobs) {
    List<Sample> samples =
        recorded.runs().stream()
            .filter(run -> run.state() == RunState.FINISHED)
            .flatMap(run -> Sample.of(run).stream())
            .toList();
    double seconds = 0;
    double bytes = 0;
    Set<String> unknown = new LinkedHashSet<>();
    Set<Sample> based = new LinkedHashSet<>();
    for (StudyRun run : runs) {
      List<Sample> same =
          samples.stream().filter(s -> s.configuration.equals(run.configuration())).toList();
      String method = run.experiment().config().algorithm().type().name();
      List<Sample> similar =
          same.isEmpty() ? samples.stream().filter(s -> s.method.equals(method)).toList() : same;
      if (similar.isEmpty()) {
        unknown.add(run.arm());
        continue;
      }
      double updates = Double.parseDouble(run.experiment().values().getOrDefault(UPDATES, "1"));
      based.addAll(similar);
      seconds +=
          similar.stream().mapToDouble(s -> s.seconds / s.updates * updates).average().orElse(0);
      bytes += similar.stream().mapToDouble(Sample::bytes).average().orElse(0);
    }
    return new SweepEstimate(seconds / jobs, bytes, unknown, based.size());
  }

  private static double size(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(SweepEstimate::bytes).sum();
    } catch (IOException | UncheckedIOException e) {
      // A file was removed meanwhile: a folder that changes is no sample.
      return 0;
    }
  }

  private static long bytes(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The estimate as text. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (based > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "about %.0f min and %.0f MB, from %d recorded run%s of the same methods",
              Math.ceil(seconds / MINUTE),
              Math.ceil(bytes / MEGABYTE),
              based,
              based == 1 ? "" : "s"));
    }
    if (!unknown.isEmpty()) {
      lines.add(
          "no estimate for %s: no run of the method is recorded yet"
              .formatted(String.join(", ", unknown)));
    }
    return lines;
  }
}
