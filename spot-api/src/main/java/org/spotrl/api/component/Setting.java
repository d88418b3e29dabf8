package org.spotrl.api.component;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one setting of a configuration record and its range. Its default is in the record's
 * {@code DEFAULTS}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

  /** What the setting does, in one sentence, with its unit. */
  String value();

  /** Minimum, inclusive. */
  double min() default Double.NEGATIVE_INFINITY;

  /** Maximum, inclusive. */
  double max() default Double.POSITIVE_INFINITY;

  /** True if {@link #min} is exclusive. */
  boolean aboveMin() default false;

  /** Where the default comes from, for example {@code SPOT, Gym settings}. */
  String source() default "";

  /**
   * True for a setting that did not exist when earlier runs were recorded. Its default must
   * reproduce what those runs did: at the default, the configuration's hash leaves it out, so older
   * runs still resume.
   */
  boolean addedLater() default false;

  /**
   * Short word for it in the label of a method, for example {@code lr}; {@code {}} in it stands for
   * the value, which otherwise follows the word. Empty: derived from its name. {@link #IN_TYPE}:
   * the label of the component type says it already.
   */
  String label() default "";

  /** The {@link #label} of a setting that {@link ComponentType#label} takes into account. */
  String IN_TYPE = "in-type";

  /** The allowed values of a text setting; empty if any text is allowed. */
  String[] oneOf() default {};
}
