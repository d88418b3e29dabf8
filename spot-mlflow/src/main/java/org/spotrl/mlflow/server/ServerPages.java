package org.spotrl.mlflow.server;

import java.util.Map;
import org.spotrl.mlflow.format.SavedView;

/** Addresses of MLflow's pages. */
public final class ServerPages {

  /** From MLflow 3 on pages open in the mode for generative models unless asked otherwise. */
  private static final String TRAINING = "workflowType=machine_learning";

  private ServerPages() {}

  /** The page of a run. */
  public static String run(TrackingServer server, ServerRun run) {
    return "%s/#/experiments/%s/runs/%s%s"
        .formatted(
            server.address(),
            run.experimentId(),
            run.id(),
            server.hasLoggedModels() ? "?" + TRAINING : "");
  }

  /** The page with the list of all experiments. */
  public static String experiments(TrackingServer server) {
    return server.address() + "/#/experiments" + (server.hasLoggedModels() ? "?" + TRAINING : "");
  }

  /**
   * The page with the charts of an experiment, in the view that compares methods if it has that.
   *
   * @param experimentId the server's id of it
   * @param tags its labels
   */
  public static String charts(
      TrackingServer server, String experimentId, Map<String, String> tags) {
    return charts(server.address(), server.hasLoggedModels(), experimentId, tags);
  }

  /**
   * As above, of a server that need not be asked.
   *
   * @param hasModes whether its MLflow has modes to choose from, as it has from version 3 on
   */
  public static String charts(
      String address, boolean hasModes, String experimentId, Map<String, String> tags) {
    String page = address + "/#/experiments/" + experimentId;
    if (!hasModes) {
      // Views in this form came with version 3.
      return page + "?compareRunsMode=CHART";
    }
    String view =
        tags.containsKey(SavedView.TAG + SavedView.METHODS)
            ? "viewStateShareKey=" + SavedView.METHODS + "&"
            : "";
    return page + "/runs?" + view + "compareRunsMode=CHART&" + TRAINING;
  }
}
