package org.spotrl.mlflow.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerPagesTest {

  private static final String ADDRESS = "https://mlflow.example.org/lab";
  private static final Map<String, String> VIEW =
      Map.of("mlflow.sharedViewState.spot-methods", "{}");

  private static TrackingServer server(boolean three) {
    TrackingServer server = mock(TrackingServer.class);
    when(server.address()).thenReturn(ADDRESS);
    when(server.hasLoggedModels()).thenReturn(three);
    return server;
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.15.0", "3.17.2", "3.18.0rc1", "4.0.0"})
  void anExperimentOpensInTheMethodsView(String version) {
    assertThat(ServerPages.charts(ADDRESS, version, "7", VIEW))
        .isEqualTo(
            ADDRESS
                + "/#/experiments/7/runs?viewStateShareKey=spot-methods&compareRunsMode=CHART&workflowType=machine_learning");
  }

  @Test
  void withoutAViewTheChartsOpenInModelTrainingMode() {
    String charts = "/#/experiments/7/runs?compareRunsMode=CHART&workflowType=machine_learning";
    assertThat(ServerPages.charts(ADDRESS, "3.17.2", "7", Map.of())).isEqualTo(ADDRESS + charts);
    assertThat(ServerPages.charts(ADDRESS, "3.14.0", "7", VIEW))
        .as("without saved views")
        .isEqualTo(ADDRESS + charts);
    assertThat(ServerPages.experiments(server(true)))
        .isEqualTo(ADDRESS + "/#/experiments?workflowType=machine_learning");
  }

  @Test
  void version2HasNoModesAndNoViews() {
    assertThat(ServerPages.charts(ADDRESS, "2.22.5", "7", VIEW))
        .isEqualTo(ADDRESS + "/#/experiments/7?compareRunsMode=CHART");
    assertThat(ServerPages.experiments(server(false))).isEqualTo(ADDRESS + "/#/experiments");
  }
}
