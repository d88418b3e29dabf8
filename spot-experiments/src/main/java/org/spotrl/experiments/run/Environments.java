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
   * The specification of the environment that a data set belongs to. If the policy is not
   * evaluated, the environment need not be installed: what the data set says of it is enough.
   *
   * @throws SpotInputException if there is none, with the ids there are
   */
  public EnvironmentSpec specification(DatasetSource source, boolean evaluated) {
    String id = source.environmentId();
    if (evaluated || ids().contains(id)) {
      return suiteOf(id).specification(id);
    }
    return source.specification().orElseGet(() -> suiteOf(id).specification(id));
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
        .orElseThrow(() -> unknown(id));
  }

  private SpotInputException unknown(String id) {
    String withoutOne = "To train without an environment, set evaluation.episodes to 0";
    return new SpotInputException(
        id.equals(FileConfig.NO_ENVIRONMENT)
            ? "the data names no environment, so the policy cannot be evaluated. %s; or name one in dataset.environment"
                .formatted(withoutOne)
            : "unknown environment '%s'%s; there are %s. %s"
                .formatted(id, NearestMatch.hint(id, ids()), String.join(", ", ids()), withoutOne));
  }
}
