package org.spotrl.mlflow.server;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spotrl.mlflow.format.SavedView;

/** Addresses of MLflow's pages. */
public final class ServerPages {

  /** From MLflow 3 on pages open in the mode for generative models unless asked otherwise. */
  private static final String TRAINING = "workflowType=machine_learning";

  /**
   * The minor version of MLflow 3 that saved views came with; on earlier ones the page stays blank.
   */
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
   * The page with the charts of an experiment, in the view that compares methods if it has that.
   *
   * @param address of the server, without a slash at its end
   * @param version of its MLflow, for example {@code 3.17.2}
   * @param experimentId the server's id of the experiment
   * @param tags the experiment's labels
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
