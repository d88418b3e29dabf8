package org.spotrl.api.component;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name that a constant of a setting's enum had in files before. Files may still use it, and a
 * configuration's hash still contains it, so runs that were recorded with it resume.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface FormerName {

  /** The former name. */
  String value();
}
