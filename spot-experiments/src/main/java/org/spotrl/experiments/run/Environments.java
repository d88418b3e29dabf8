package org.spotrl.experiments.run;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import org.spotrl.api.env.EnvironmentSuite;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.config.NearestMatch;

/** All environments of all bound suites. */
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
   * The suite that makes this environment.
   *
   * @throws SpotInputException if none does, with the ids there are
   */
  public EnvironmentSuite suiteOf(String id) {
    return suites.stream()
        .filter(suite -> suite.ids().contains(id))
        .findFirst()
        .orElseThrow(
            () ->
                new SpotInputException(
                    "unknown environment '%s'%s; there are %s"
                        .formatted(id, NearestMatch.hint(id, ids()), String.join(", ", ids()))));
  }
}
