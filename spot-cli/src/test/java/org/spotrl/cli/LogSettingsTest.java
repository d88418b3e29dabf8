package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** Which log messages of libraries the user sees. */
class LogSettingsTest {

  @Test
  void mlflowsClientIsSilentAndOtherWarningsAreShown() throws JoranException {
    URL settings = Objects.requireNonNull(getClass().getResource("/logback.xml"));
    LoggerContext context = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(settings);

    assertThat(context.getLogger("org.mlflow.tracking.MlflowHttpCaller").getEffectiveLevel())
        .isEqualTo(Level.OFF);
    assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME).getLevel()).isEqualTo(Level.WARN);
  }
}
