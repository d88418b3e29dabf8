package org.spotrl.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.api.host.AtomicFiles;
import org.spotrl.data.format.Hdf5Writer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The base of all commands: help, exit code and output. */
@Command(mixinStandardHelpOptions = true)
abstract class BaseCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Standard output; each line is flushed. */
  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** The error stream; each line is flushed. */
  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Prints the help. */
  final void printHelp() {
    spec.commandLine().usage(out());
  }

  /** The error for a wrong command line. */
  final ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Refuses a value below 1. */
  final void requirePositive(String option, long value) {
    if (value < 1) {
      throw misuse(option + " must be at least 1, not " + value);
    }
  }

  /** Refuses a file name with another ending. */
  final void requireEnding(Path file, String option, String... endings) {
    if (Arrays.stream(endings).noneMatch(file.toString()::endsWith)) {
      throw misuse(option + " must end with " + endings[0] + ", not '" + file + "'");
    }
  }

  /** Refuses a file of {@code --picture} that cannot be written, before any work is done. */
  final void requirePicture(Path file) {
    requireEnding(file, "--picture", ".png");
    Hdf5Writer.requireNew(file);
    Path folder = file.toAbsolutePath().getParent();
    while (folder != null && !Files.exists(folder)) {
      folder = folder.getParent();
    }
    if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw misuse(
          "--picture %s: %s is not a folder that you may write to; name a file elsewhere"
              .formatted(file, folder));
    }
  }

  /** Writes a picture, creates its folder and prints its path. */
  final void writePicture(byte[] png, Path file) {
    Path folder = file.toAbsolutePath().resolveSibling("");
    try {
      Files.createDirectories(folder);
      AtomicFiles.replace(folder, file, png);
    } catch (IOException e) {
      throw new SpotRunException("'%s' cannot be written: %s".formatted(file, e.getMessage()), e);
    }
    out().println(file);
  }
}
