package org.spotrl.experiments.run;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import org.spotrl.api.data.DatasetSource;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.env.EnvironmentSuite;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.data.file.FileConfig;
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
   * The specification of the environment of a data set. If the policy is not evaluated, the
   * environment need not be available: the data set's own description is enough.
   *
   * @throws SpotInputException if it is unknown, with all ids
   */
  public EnvironmentSpec specification(DatasetSource source, boolean evaluated) {
    String id = source.environmentId();
    if (evaluated || ids().contains(id)) {
      return suiteOf(id).specification(id);
    }
    return source.specification().orElseGet(() -> suiteOf(id).specification(id));
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
        .orElseThrow(() -> unknown(id));
  }

  private SpotInputException unknown(String id) {
    String withoutOne = "To train without an environment, set evaluation.episodes to 0";
    return new SpotInputException(
        id.equals(FileConfig.NO_ENVIRONMENT)
            ? "the data names no environment, so the policy cannot be evaluated. %s; or name one in dataset.environment"
                .formatted(withoutOne)
            : "unknown environment '%s'%s (known: %s). %s"
                .formatted(id, NearestMatch.hint(id, ids()), String.join(", ", ids()), withoutOne));
  }
}
