package org.spotrl.mlflow.format;

import java.util.regex.Pattern;
import org.spotrl.api.error.SpotInputException;

/**
 * What MLflow and file systems allow as names; each method returns the name that it was given, or
 * throws {@link SpotInputException}.
 */
public final class Names {

  private static final int MAX_KEY = 250;
  private static final int MAX_EXPERIMENT = 500;
  private static final int MAX_DIGEST = 36;
  private static final int MAX_SEGMENT = 255;
  private static final Pattern KEY = Pattern.compile("[\\w\\-. :/]+");

  // The server decodes addresses twice and refuses '#', so these cannot be fetched from it.
  private static final String NOT_IN_PATHS = "\\%#?:*\"<>|";
  private static final String NOT_IN_MODEL_NAMES = "/:.%\"'\\";

  private Names() {}

  /** The name of a metric, a parameter or a tag: a path of folders and a file in the layout. */
  public static String key(String kind, String name) {
    if (name.length() > MAX_KEY) {
      throw refused(
          kind + " name", name, "it has " + name.length() + " characters, at most 250 are allowed");
    }
    if (!KEY.matcher(name).matches()) {
      throw refused(
          kind + " name",
          name,
          "allowed are the letters a-z and A-Z, digits, '_', '-', '.', ':' and blanks, with '/'"
              + " between sections, for example 'train/critic_loss'");
    }
    checkSegments(kind + " name", name);
    return name;
  }

  /** The name of an experiment. */
  public static String experiment(String name) {
    return line("experiment name", name, MAX_EXPERIMENT);
  }

  /** The name of a run. */
  public static String run(String name) {
    return line("run name", name, MAX_KEY);
  }

  /** The name of a data set. */
  public static String dataset(String name) {
    return line("data set name", name, MAX_EXPERIMENT);
  }

  /** The digest of a data set, at most 36 characters. */
  public static String digest(String digest) {
    return line("data set digest", digest, MAX_DIGEST);
  }

  /** The name of a model. */
  public static String model(String name) {
    line("model name", name, MAX_KEY);
    for (int i = 0; i < name.length(); i++) {
      if (NOT_IN_MODEL_NAMES.indexOf(name.charAt(i)) >= 0) {
        throw refused("model name", name, "none of / : . % \" ' \\ may be in it");
      }
    }
    return name;
  }

  /** A relative path of files with '/' between folders. */
  public static String path(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (Json.unprintable(c) || NOT_IN_PATHS.indexOf(c) >= 0) {
        throw refused(
            "file path",
            path,
            "none of \\ % # ? : * \" < > | and no control characters may be in it, because MLflow's"
                + " server could not show such a file; rename it");
      }
    }
    checkSegments("file path", path);
    return path;
  }

  private static void checkSegments(String kind, String path) {
    for (String segment : path.split("/", -1)) {
      if (segment.isEmpty()) {
        throw refused(
            kind, path, "it must not be empty, start or end with '/', or have '//' in it");
      }
      if (segment.equals(".") || segment.equals("..")) {
        throw refused(kind, path, "'.' and '..' are not allowed between slashes");
      }
      if (segment.length() > MAX_SEGMENT) {
        throw refused(kind, path, "a part between slashes has at most 255 characters");
      }
    }
  }

  private static String line(String kind, String name, int max) {
    if (name.isBlank()) {
      throw refused(kind, name, "it must not be blank");
    }
    if (name.length() > max) {
      throw refused(
          kind, name, "it has " + name.length() + " characters, at most " + max + " are allowed");
    }
    if (name.chars().anyMatch(c -> Json.unprintable((char) c))) {
      throw refused(kind, name, "it must be one line without control characters");
    }
    return name;
  }

  private static SpotInputException refused(String kind, String name, String rule) {
    String shown = name.length() > 80 ? name.substring(0, 80) + "..." : name;
    return new SpotInputException(
        kind + " " + Json.quoted(shown) + " is not allowed: " + rule + ".");
  }
}
