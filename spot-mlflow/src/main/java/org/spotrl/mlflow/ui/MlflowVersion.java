package org.spotrl.mlflow.ui;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of MLflow.
 *
 * @param major the number before the first dot
 * @param text all of it, for example {@code 3.17.2}
 */
record MlflowVersion(int major, String text) {

  private static final int OLDEST = 2;
  private static final int FIRST_WITHOUT_FOLDERS = 4;
  private static final Pattern LINE = Pattern.compile("version (([0-9]{1,6})\\.[0-9A-Za-z.+]+)");

  /** The version in what {@code mlflow --version} printed. */
  static Optional<MlflowVersion> in(String output) {
    Matcher matcher = LINE.matcher(output);
    return matcher.find()
        ? Optional.of(new MlflowVersion(Integer.parseInt(matcher.group(2)), matcher.group(1)))
        : Optional.empty();
  }

  boolean tooOld() {
    return major < OLDEST;
  }

  /** From version 4 on MLflow opens no tracking folders, only data bases made from them. */
  boolean opensNoFolders() {
    return major >= FIRST_WITHOUT_FOLDERS;
  }

  /** Whether its pages have a switch between model training and generative AI. */
  boolean hasWorkflowSwitch() {
    return major > OLDEST;
  }
}
