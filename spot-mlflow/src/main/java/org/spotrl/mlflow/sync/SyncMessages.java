package org.spotrl.mlflow.sync;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.spotrl.api.SpotCommand;

/**
 * Tells the user how a sync fares: each thing once, not each time it is tried. Used by one thread;
 * what is wrong may be asked by others.
 */
final class SyncMessages {

  private final String address;
  private final Path folder;
  private final Consumer<String> notices;
  private final Set<String> told = new HashSet<>();
  private boolean everWell;
  private volatile Optional<String> fault = Optional.of("nothing was sent yet");
  private volatile List<String> refused = List.of();

  /**
   * A voice for one run.
   *
   * @param address the server's
   * @param folder the run's
   * @param notices gets the lines
   */
  SyncMessages(String address, Path folder, Consumer<String> notices) {
    this.address = address;
    this.folder = folder;
    this.notices = notices;
  }

  /** A pass came to its end. */
  void well(String page, List<String> refusals) {
    fault = Optional.empty();
    refused = refusals;
    boolean troubled = told.removeIf(line -> line.startsWith("!"));
    if (!everWell) {
      notices.accept("server     " + page);
    } else if (troubled) {
      notices.accept("server     " + address + " takes it again");
    }
    everWell = true;
    refusals.stream().filter(told::add).forEach(line -> notices.accept("not sent   " + line));
  }

  /**
   * Nothing can be sent for now.
   *
   * @param kind what is told once, until all is well again
   */
  void trouble(String kind, String reason) {
    fault = Optional.of(reason);
    if (told.add("!" + kind)) {
      notices.accept(
          "server     %s%n           the run goes on in %s and is sent as soon as that works, or by"
                  .formatted(reason, folder)
              + " spot push");
    }
  }

  /** Nothing will be sent any more by this process. */
  void stopped(String reason) {
    fault = Optional.of("sending to %s has stopped: %s".formatted(address, reason));
    notices.accept(
        "server     %s%n           the run goes on in %s; when it has ended, send it with: %s"
            .formatted(
                fault.get(), folder, SpotCommand.line("push", folder.toString(), "--to", address)));
  }

  /** The server keeps something otherwise than the folder. */
  void note(String line) {
    notices.accept("server     " + line);
  }

  /** Why not everything is sent. */
  Optional<String> fault() {
    return fault;
  }

  /** A line for each thing that the server does not take. */
  List<String> refused() {
    return refused;
  }
}
