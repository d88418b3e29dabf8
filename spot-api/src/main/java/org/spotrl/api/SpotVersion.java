package org.spotrl.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of spot that is running. */
public final class SpotVersion {

  private static final String CURRENT = read();

  private SpotVersion() {}

  /** The version number, for example {@code 0.1.0}. */
  public static String current() {
    return CURRENT;
  }

  private static String read() {
    try (InputStream in = SpotVersion.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        throw new IllegalStateException("the jar of spot-api lacks its version.properties");
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
