package org.spotrl.mlflow;

import java.util.List;

/**
 * The recorded runs of a place: a folder or a server. Deleted experiments and runs are passed over.
 *
 * <p>All methods throw {@link org.spotrl.api.error.SpotRunException} if the place cannot be read.
 */
public interface Runs extends AutoCloseable {

  /** The place, for messages: a folder, or an address without credentials. */
  String place();

  /** The names of its experiments. */
  List<String> experimentNames();

  /** All runs, the one that started last first. */
  List<? extends RunView> runs();

  /** The runs of one experiment, the one that started last first; none if it does not exist. */
  List<? extends RunView> runs(String experiment);

  @Override
  void close();
}
