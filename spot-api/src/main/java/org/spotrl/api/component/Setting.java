package org.spotrl.api.component;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Documents and bounds one component of a configuration record; its default lives in the record's
 * {@code DEFAULTS}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

  /** What it does, in one sentence, with its unit. */
  String value();

  /** Smallest allowed value, itself included. */
  double min() default Double.NEGATIVE_INFINITY;

  /** Largest allowed value, itself included. */
  double max() default Double.POSITIVE_INFINITY;

  /** True if {@link #min} itself is not allowed. */
  boolean aboveMin() default false;

  /** Where the default comes from, for example {@code SPOT, Gym settings}. */
  String source() default "";

  /**
   * True for a setting that came after runs had been recorded whose configuration does not have it.
   * Its default must mean what those runs did: at the default it does not count in the hash of a
   * configuration, so older runs resume.
   */
  boolean addedLater() default false;

  /** The values allowed for a text setting; empty if any text is allowed. */
  String[] oneOf() default {};
}
