package org.spotrl.mlflow;

import java.nio.file.Path;
import java.util.List;

/**
 * The recorded runs of a tracking folder or server, without deleted experiments and runs.
 *
 * <p>All methods throw {@link org.spotrl.api.error.SpotRunException} if the runs cannot be read.
 */
public interface Runs extends AutoCloseable {

  /** The folder, or the server's address without credentials. */
  String location();

  List<String> experimentNames();

  /** All runs, latest start first. */
  List<? extends RunView> runs();

  /** The runs of one experiment, latest start first; empty if it does not exist. */
  List<? extends RunView> runs(String experiment);

  /**
   * Adds files to a recorded run, in place of those with the same paths. The state of the run stays
   * as it is, also if a process is recording it.
   *
   * @param run one of these runs
   * @param path path of the files' folder in the run's artifacts, for example {@code report}
   * @param folder local folder with the files
   */
  void addArtifacts(RunView run, String path, Path folder);

  @Override
  void close();
}
