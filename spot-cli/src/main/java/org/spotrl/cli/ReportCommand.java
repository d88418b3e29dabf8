package org.spotrl.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.mlflow.Runs;
import org.spotrl.studies.report.StudyReport;
import org.spotrl.studies.study.RecordedStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the report of a study: a page with tables and figures. */
@Command(
    name = "report",
    description = {
      "Makes a page with the tables and figures of a study.",
      "It also writes each table as CSV, Markdown and LaTeX and each figure as PNG,"
          + " and stores all files with the study, under report/. The study may still run."
    },
    footer = {
      "",
      "Examples:",
      "  spot report ablation",
      "  spot report ablation --in http://localhost:5000 --out paper/ablation"
    })
final class ReportCommand extends BaseCommand {

  private static final String FOLDER = "reports";

  @Parameters(paramLabel = "STUDY", description = "Name of the study.")
  private String name = "";

  @Mixin private RunsLocation place = new RunsLocation();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the files (default: reports/STUDY).")
  private @Nullable Path folder;

  @Override
  public Integer call() {
    Path target = folder == null ? Path.of(FOLDER, name.replaceAll("[^\\w.+-]+", "-")) : folder;
    try (Runs runs = place.open(err()::println)) {
      RecordedStudy study = RecordedStudy.get(runs, name);
      StudyReport report = StudyReport.of(study, runs.location(), Instant.now());
      Map<String, byte[]> files = report.files();
      write(files, target);
      out().println(report.summary());
      report.warnings().forEach(warning -> out().println("note: " + warning));
      out().println("report     " + target.resolve(StudyReport.PAGE));
      store(files, study, runs);
      out().println("stored     with the study, under " + StudyReport.ARTIFACT + "/");
    }
    return 0;
  }

  private interface Writer {
    void write(Path file, byte[] content) throws IOException;
  }

  private static void write(Map<String, byte[]> files, Path target, Writer writer)
      throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = target.resolve(file.getKey());
      Files.createDirectories(path.resolveSibling(""));
      writer.write(path, file.getValue());
    }
  }

  private static void write(Map<String, byte[]> files, Path target) {
    try {
      write(files, target, (path, content) -> AtomicFiles.replace(target, path, content));
    } catch (IOException e) {
      throw new SpotInputException(
          "the report cannot be written to %s: %s; use --out for another folder"
              .formatted(target, e),
          e);
    }
  }

  private static void store(Map<String, byte[]> files, RecordedStudy study, Runs runs) {
    try {
      Path copy = Files.createTempDirectory("spot-report");
      try {
        write(files, copy, Files::write);
        runs.addArtifacts(study.record(), StudyReport.ARTIFACT, copy);
      } finally {
        AtomicFiles.deleteTree(copy);
      }
    } catch (IOException e) {
      throw new SpotRunException("a temporary folder cannot be used: " + e.getMessage(), e);
    }
  }
}
