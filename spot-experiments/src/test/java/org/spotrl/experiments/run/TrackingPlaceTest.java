package org.spotrl.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spotrl.api.error.SpotInputException;
import org.spotrl.experiments.config.TrackingConfig;

class TrackingPlaceTest {

  private static final Map<String, String> SERVER =
      Map.of("MLFLOW_TRACKING_URI", "http://lab:5000");

  @Test
  void byDefaultRunsAreRecordedInTheFolder() {
    assertThat(place("", Map.of())).isEqualTo(folder("mlruns"));
    assertThat(place(" ", Map.of("MLFLOW_TRACKING_URI", ""))).isEqualTo(folder("mlruns"));
  }

  @Test
  void theEnvironmentCanSetAServer() {
    assertThat(place("", SERVER))
        .isEqualTo(new TrackingPlace(Path.of("mlruns"), Optional.of("http://lab:5000")));
  }

  @Test
  void theConfigurationOverridesTheEnvironment() {
    assertThat(place("https://other/mlflow", SERVER).server()).contains("https://other/mlflow");
    assertThat(place("mlruns", SERVER)).isEqualTo(folder("mlruns"));
    assertThat(place("/data/runs", SERVER)).isEqualTo(folder("/data/runs"));
  }

  @Test
  void theEnvironmentCanSetAFolder() {
    assertThat(place("", Map.of("MLFLOW_TRACKING_URI", "./runs"))).isEqualTo(folder("./runs"));
    assertThat(place("", Map.of("MLFLOW_TRACKING_URI", "file:///data/runs")))
        .isEqualTo(folder("/data/runs"));
  }

  @ParameterizedTest
  @CsvSource({
    "~/runs, /home/ada/runs",
    "file:./runs, ./runs",
    "file:runs, runs",
    "FILE:///data/with blank, /data/with blank",
    "file:///data/with%20blank, /data/with blank",
    "/data/12:30/#1, /data/12:30/#1",
  })
  void aFolderIsReadTheSameWayEverywhere(String text, String path) {
    Map<String, String> home = Map.of("HOME", "/home/ada");

    assertThat(place(text, home)).isEqualTo(folder(path));
    assertThat(place("", Map.of("HOME", "/home/ada", "MLFLOW_TRACKING_URI", text)))
        .isEqualTo(folder(path));
    assertThat(TrackingPlace.named("--in", text, home)).isEqualTo(folder(path));
    assertThat(TrackingPlace.of(TrackingConfig.builder().folder(text).build(), home))
        .isEqualTo(folder(path));
  }

  @Test
  void aServersAddressIsNotAFolder() {
    TrackingConfig config = TrackingConfig.builder().folder("http://lab:5000").build();

    assertThatThrownBy(() -> TrackingPlace.of(config, Map.of()))
        .isInstanceOf(SpotInputException.class)
        .hasMessageStartingWith("tracking.folder 'http://lab:5000' cannot be used: ");
    assertThatThrownBy(() -> place("lab:5000", Map.of()))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("Write http://lab:5000 for a server");
    assertThat(place("HTTP://lab:5000/", Map.of()).server()).contains("HTTP://lab:5000/");
    assertThat(new Trackers(Map.of("MLFLOW_TRACKING_URI", "httpruns")).server()).isEmpty();
    assertThat(new Trackers(Map.of("MLFLOW_TRACKING_URI", "HTTP://lab")).server())
        .isEqualTo("HTTP://lab");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://me:secret@lab", "HTTP://me:secret@lab", " https://me:secret@lab "})
  void aPasswordInTheConfigurationIsRefused(String uri) {
    assertThatThrownBy(() -> place(uri, Map.of()))
        .isInstanceOf(SpotInputException.class)
        .hasMessageContaining("MLFLOW_TRACKING_PASSWORD")
        .hasMessageNotContaining("secret");
    assertThat(place("", Map.of("MLFLOW_TRACKING_URI", "https://me:secret@lab")).server())
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite:///a.db", "postgresql://me:secret@db/x", "databricks", "s3://b"})
  void otherPlacesAreRefused(String uri) {
    assertThatThrownBy(() -> place("", Map.of("MLFLOW_TRACKING_URI", uri)))
        .isInstanceOf(SpotInputException.class)
        .hasMessageStartingWith("MLFLOW_TRACKING_URI is '")
        .hasMessageContaining("mlflow server")
        .hasMessageNotContaining("secret");
  }

  private static TrackingPlace place(String uri, Map<String, String> environment) {
    return TrackingPlace.of(TrackingConfig.builder().uri(uri).build(), environment);
  }

  private static TrackingPlace folder(String path) {
    return new TrackingPlace(Path.of(path), Optional.empty());
  }
}
