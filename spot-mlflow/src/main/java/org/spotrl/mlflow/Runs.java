package org.spotrl.mlflow;

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

  @Override
  void close();
}
