package org.spotrl.mlflow.format;

import java.util.regex.Pattern;
import org.spotrl.api.error.SpotInputException;

/**
 * Checks names for MLflow and file systems. Each method returns its argument or throws {@link
 * SpotInputException}.
 */
public final class Names {

  private static final int MAX_KEY = 250;
  private static final int MAX_EXPERIMENT = 500;
  private static final int MAX_DIGEST = 36;
  private static final int MAX_SEGMENT = 255;
  private static final Pattern KEY = Pattern.compile("[\\w\\-. :/]+");

  // MLflow's server decodes paths twice and refuses '#', so it cannot serve such files.
  private static final Pattern NOT_IN_PATHS = Pattern.compile("[\\\\%#?:*\"<>|]");
  private static final Pattern NOT_IN_MODEL_NAMES = Pattern.compile("[/:.%\"'\\\\]");

  private Names() {}

  /** The name of a metric, parameter or tag, which is a file path in the layout. */
  public static String key(String type, String name) {
    return new Rules(type + " name", name)
        .atMost(MAX_KEY)
        .allow(
            KEY.matcher(name).matches(),
            "allowed are the letters a-z and A-Z, digits, '_', '-', '.', ':' and spaces, with '/'"
                + " between sections, for example 'train/critic_loss'")
        .segments();
  }

  public static String experiment(String name) {
    return new Rules("experiment name", name).line(MAX_EXPERIMENT);
  }

  public static String run(String name) {
    return new Rules("run name", name).line(MAX_KEY);
  }

  public static String dataset(String name) {
    return new Rules("data set name", name).line(MAX_EXPERIMENT);
  }

  /** The digest of a data set, at most 36 characters. */
  public static String digest(String digest) {
    return new Rules("data set digest", digest).line(MAX_DIGEST);
  }

  public static String model(String name) {
    boolean allowed = !NOT_IN_MODEL_NAMES.matcher(name).find();
    return new Rules("model name", name)
        .allow(allowed, "it must not contain any of / : . % \" ' \\")
        .line(MAX_KEY);
  }

  /** The relative path of a file, with '/' between folders. */
  public static String path(String path) {
    return new Rules("file path", path)
        .allow(
            !Json.hasUnprintable(path) && !NOT_IN_PATHS.matcher(path).find(),
            "it must not contain \\ % # ? : * \" < > | or control characters, because MLflow's"
                + " server could not show such a file; rename it")
        .segments();
  }

  private record Rules(String what, String name) {

    Rules allow(boolean allowed, String rule) {
      if (!allowed) {
        String start = name.length() > 80 ? name.substring(0, 80) + "..." : name;
        throw new SpotInputException(
            "%s %s is not allowed: %s.".formatted(what, Json.quoted(start), rule));
      }
      return this;
    }

    Rules atMost(int max) {
      int length = name.length();
      return allow(
          length <= max, "it has %d characters, at most %d are allowed".formatted(length, max));
    }

    String segments() {
      for (String segment : name.split("/", -1)) {
        allow(!segment.isEmpty(), "it must not be empty, start or end with '/', or contain '//'");
        allow(!segment.matches("[.]{1,2}"), "'.' and '..' are not allowed as sections");
        allow(
            segment.length() <= MAX_SEGMENT,
            "a section between slashes has at most %d characters".formatted(MAX_SEGMENT));
      }
      return name;
    }

    String line(int max) {
      allow(!name.isBlank(), "it must not be blank").atMost(max);
      allow(!Json.hasUnprintable(name), "it must be one line without control characters");
      return name;
    }
  }
}
