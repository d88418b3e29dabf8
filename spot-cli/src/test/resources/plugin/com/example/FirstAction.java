package com.example;

import java.util.Map;
import org.spotrl.api.component.ComponentType;
import org.spotrl.api.diagnostic.Diagnostic;
import org.spotrl.api.diagnostic.DiagnosticMoment;
import org.spotrl.api.learning.Learner;
import org.spotrl.api.random.RandomStream;
import org.spotrl.api.tracking.TrackedRun;

/** A plugin's diagnostic: the first number of the policy's action at an observation of zeros. */
public final class FirstAction implements Diagnostic {

  public static final ComponentType<Config, Diagnostic> TYPE =
      new ComponentType<>(
          Diagnostic.class,
          "first-action",
          "The policy's action at an observation of zeros.",
          new Config(),
          config -> new FirstAction());

  /** It has no settings. */
  public record Config() {}

  @Override
  public void record(DiagnosticMoment moment, Learner learner, TrackedRun run) {
    double[] action =
        learner
            .policy()
            .start(RandomStream.of(moment.seed(), "first-action").at(moment.updates()))
            .act(new double[moment.data().observationDim()]);
    run.metrics(moment.updates(), Map.of("first_action", action[0]));
    if (moment.updates() > 0 && System.getenv("EXAMPLE_KILL") != null) {
      Runtime.getRuntime().halt(9);
    }
  }
}
