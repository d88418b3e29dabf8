package org.spotrl.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of spot that is running, and the commit that it was built from. */
public final class SpotVersion {

  /** The value for an unknown commit or state. */
  private static final String UNKNOWN = "none";

  private static final Properties VERSION = read("version.properties");
  private static final Properties COMMIT = read("commit.properties");

  private SpotVersion() {}

  /** The version number, for example {@code 0.1.0}. */
  public static String current() {
    return VERSION.getProperty("version", "unknown");
  }

  /** Full hash of the git commit that spot was built from; {@code none} if it is not known. */
  public static String commit() {
    String commit = COMMIT.getProperty("commit", "");
    return commit.isEmpty() ? UNKNOWN : commit;
  }

  /**
   * {@code true} if spot was built from sources that differed from its commit, {@code false} if
   * not, {@code none} if it is not known.
   */
  public static String dirty() {
    return commit().equals(UNKNOWN) ? UNKNOWN : COMMIT.getProperty("dirty", UNKNOWN);
  }

  private static Properties read(String name) {
    try (InputStream in = SpotVersion.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar of spot-api lacks its " + name);
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
