package org.spotrl.experiments.run;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import org.spotrl.api.env.EnvironmentSuite;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.config.NearestMatch;

/** The environments of all suites. */
public final class Environments {

  private final Set<EnvironmentSuite> suites;

  /** The environments of these suites. */
  @Inject
  public Environments(Set<EnvironmentSuite> suites) {
    this.suites = suites;
  }

  /** Every id, suite by suite. */
  public List<String> ids() {
    return suites.stream().flatMap(suite -> suite.ids().stream()).toList();
  }

  /**
   * The suite of an environment.
   *
   * @throws SpotInputException if it is unknown, with all ids
   */
  public EnvironmentSuite suiteOf(String id) {
    return suites.stream()
        .filter(suite -> suite.ids().contains(id))
        .findFirst()
        .orElseThrow(
            () ->
                new SpotInputException(
                    "unknown environment '%s'%s (known: %s)"
                        .formatted(id, NearestMatch.hint(id, ids()), String.join(", ", ids()))));
  }
}
