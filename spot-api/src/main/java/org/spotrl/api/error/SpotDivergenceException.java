package org.spotrl.api.error;

import java.io.Serial;

/**
 * Training diverged: a number is NaN, infinite or beyond a limit. The same configuration and seed
 * diverge again, so the run needs other settings.
 */
public final class SpotDivergenceException extends SpotRunException {

  @Serial private static final long serialVersionUID = 1L;

  /** A failure with a message that says which number it is, and at which update. */
  public SpotDivergenceException(String message) {
    super(message);
  }
}
