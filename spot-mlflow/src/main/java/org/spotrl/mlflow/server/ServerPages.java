package org.spotrl.mlflow.server;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spotrl.mlflow.format.SavedView;

/** URLs of MLflow's pages. */
public final class ServerPages {

  /** Without this, MLflow 3 opens the page for generative AI. */
  private static final String TRAINING = "workflowType=machine_learning";

  /** The minor version of MLflow 3 that introduced saved views; earlier ones show a blank page. */
  private static final int VIEWS_SINCE = 15;

  private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6}).*");

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
   * The page with the charts of an experiment, in the view "Methods over seeds" if it exists.
   *
   * @param address the server's address, without a trailing slash
   * @param version version of MLflow, for example {@code 3.17.2}
   * @param experimentId id of the experiment on the server
   * @param tags the experiment's tags
   */
  public static String charts(
      String address, String version, String experimentId, Map<String, String> tags) {
    String page = address + "/#/experiments/" + experimentId;
    Matcher numbers = VERSION.matcher(version);
    int major = numbers.matches() ? Integer.parseInt(numbers.group(1)) : 0;
    if (major < 3) {
      return page + "?compareRunsMode=CHART";
    }
    boolean hasViews = major > 3 || Integer.parseInt(numbers.group(2)) >= VIEWS_SINCE;
    String view =
        hasViews && tags.containsKey(SavedView.TAG + SavedView.METHODS)
            ? "viewStateShareKey=" + SavedView.METHODS + "&"
            : "";
    return page + "/runs?" + view + "compareRunsMode=CHART&" + TRAINING;
  }
}
