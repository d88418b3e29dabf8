package org.spotrl.mlflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerPagesTest {

  private static final Map<String, String> VIEW =
      Map.of("mlflow.sharedViewState.spot-methods", "{}");

  private static TrackingServer server(boolean three) {
    TrackingServer server = mock(TrackingServer.class);
    when(server.address()).thenReturn("https://mlflow.example.org/lab");
    when(server.hasLoggedModels()).thenReturn(three);
    return server;
  }

  @Test
  void chartsAreShownInTheModeOfModelTraining() {
    assertThat(ServerPages.charts(server(true), "7", Map.of()))
        .isEqualTo(
            "https://mlflow.example.org/lab/#/experiments/7/runs?compareRunsMode=CHART&workflowType=machine_learning");
    assertThat(ServerPages.experiments(server(true)))
        .isEqualTo("https://mlflow.example.org/lab/#/experiments?workflowType=machine_learning");
  }

  @Test
  void anExperimentWithTheViewOfItsMethodsOpensInIt() {
    assertThat(ServerPages.charts(server(true), "7", VIEW))
        .isEqualTo(
            "https://mlflow.example.org/lab/#/experiments/7/runs?viewStateShareKey=spot-methods&compareRunsMode=CHART&workflowType=machine_learning");
  }

  @Test
  void version2HasNoModes() {
    assertThat(ServerPages.charts(server(false), "7", VIEW))
        .isEqualTo("https://mlflow.example.org/lab/#/experiments/7?compareRunsMode=CHART");
    assertThat(ServerPages.experiments(server(false)))
        .isEqualTo("https://mlflow.example.org/lab/#/experiments");
  }
}
