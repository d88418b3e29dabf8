package org.spotrl.mlflow.sync;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.spotrl.api.error.SpotException;
import org.spotrl.mlflow.server.ServerRefused;

/** What a sync cannot send because the server refuses it or its name; the rest is sent. */
final class Refusals {

  private final Map<String, String> reasons = new TreeMap<>();

  /** Sends one thing. */
  @FunctionalInterface
  interface Sending<E extends Exception> {
    void send() throws E;
  }

  /**
   * Sends one thing.
   *
   * @return why it cannot be sent, or nothing if it was
   * @throws ServerRefused if the refusal would meet all other calls as well: wrong credentials, a
   *     run that was deleted
   */
  static <E extends Exception> Optional<String> refusal(Sending<E> sending) throws E {
    try {
      sending.send();
      return Optional.empty();
    } catch (ServerRefused e) {
      if (e.isUnauthorized() || e.isForbidden() || e.isAbsent()) {
        throw e;
      }
      return Optional.of(reason(e));
    } catch (SpotException e) {
      return Optional.of(reason(e));
    }
  }

  /** The message of a failure. */
  static String reason(Exception failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  /**
   * Adds one.
   *
   * @param what for example {@code metric train/loss}
   */
  void add(String what, String reason) {
    reasons.put(what, reason);
  }

  /** A line for each. */
  List<String> lines() {
    return reasons.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList();
  }
}
