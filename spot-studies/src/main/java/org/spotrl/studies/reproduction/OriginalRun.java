package org.spotrl.studies.reproduction;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.api.host.Sha256;
import org.spotrl.experiments.provenance.Provenance;
import org.spotrl.experiments.run.LocalRun;
import org.spotrl.experiments.run.RunFingerprint;
import org.spotrl.mlflow.RunView;

/**
 * A recorded run with everything needed to run it again.
 *
 * @param view the run
 * @param configuration its resolved configuration, as YAML
 * @param fingerprint the inputs that determine its numbers
 * @param provenance code, libraries and machine of the run, if recorded
 * @param policyDigest SHA-256 of its final policy's file, if it has one
 */
public record OriginalRun(
    RunView view,
    String configuration,
    RunFingerprint fingerprint,
    Optional<Provenance> provenance,
    Optional<String> policyDigest) {

  /**
   * Reads the files of a run.
   *
   * @throws SpotInputException if its configuration or its fingerprint is missing or damaged
   */
  public static OriginalRun read(RunView view) {
    String configuration = require(view, LocalRun.CONFIG);
    String fingerprint = require(view, RunFingerprint.FILE);
    try {
      return new OriginalRun(
          view,
          configuration,
          RunFingerprint.parse(fingerprint),
          text(view, Provenance.FILE).map(Provenance::parse),
          policyDigest(view));
    } catch (IllegalArgumentException e) {
      throw new SpotInputException(
          "run %s cannot be reproduced because one of its files is damaged: %s"
              .formatted(view.id(), e.getMessage()),
          e);
    }
  }

  /** SHA-256 of a run's final policy, if it has one. */
  static Optional<String> policyDigest(RunView view) {
    return view.artifact(LocalRun.POLICY_WEIGHTS).map(Sha256::of);
  }

  private static String require(RunView view, String path) {
    return text(view, path)
        .orElseThrow(
            () ->
                new SpotInputException(
                    "run %s (%s) cannot be reproduced because it has no file %s: it was killed before training, or spot did not record it"
                        .formatted(view.id(), view.name(), path)));
  }

  private static Optional<String> text(RunView view, String path) {
    return view.artifact(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }
}
