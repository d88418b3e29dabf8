package org.spotrl.mlflow.sync;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.spotrl.api.error.SpotException;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.mlflow.server.ServerRefused;

/**
 * What cannot be sent of a run because the server refuses it or its name; the rest is sent. Other
 * threads may read it.
 */
final class Refusals {

  private final Map<String, String> reasons = new ConcurrentSkipListMap<>();

  /** Sends one thing. */
  @FunctionalInterface
  interface Sending<E extends Exception> {
    void send() throws E;
  }

  /**
   * Sends one thing and keeps the reason if it is refused.
   *
   * @param what for example {@code metric train/loss}
   * @return whether it was sent
   * @throws ServerRefused if all other calls would be refused as well: wrong credentials, a run
   *     that was deleted
   */
  <E extends Exception> boolean send(String what, Sending<E> sending) throws E {
    try {
      sending.send();
      reasons.remove(what);
      return true;
    } catch (ServerRefused | SpotException e) {
      if (e instanceof ServerRefused r && (r.isUnauthorized() || r.isForbidden() || r.isAbsent())) {
        throw e;
      }
      add(what, e);
      return false;
    }
  }

  /**
   * Sends things in one call or, if that is refused, each alone.
   *
   * @param type what they are, for example {@code metric}
   * @param things each by its name
   * @return those that were sent
   */
  <T> Map<String, T> sendEach(String type, Map<String, T> things, Consumer<Map<String, T>> call) {
    try {
      call.accept(things);
      return things;
    } catch (ServerRefused | SpotInputException e) {
      Map<String, T> sent = new TreeMap<>(things);
      sent.entrySet()
          .removeIf(
              thing ->
                  !send(
                      type + " " + thing.getKey(),
                      () -> call.accept(Map.of(thing.getKey(), thing.getValue()))));
      return sent;
    }
  }

  /** The message of a failure. */
  static String reason(Exception failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  void add(String what, Exception failure) {
    reasons.put(what, reason(failure));
  }

  void remove(String what) {
    reasons.remove(what);
  }

  boolean contains(String what) {
    return reasons.containsKey(what);
  }

  /** A line for each. */
  List<String> lines() {
    return reasons.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList();
  }
}
