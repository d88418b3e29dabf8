package org.spotrl.mlflow.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.Runs;

/** The runs of a tracking server. */
public final class ServerRuns implements Runs {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final TrackingServer server;
  private final Retry retry;
  private boolean reached;

  /** The runs of a server, which is closed with this. */
  public ServerRuns(TrackingServer server) {
    this(server, new Retry(PATIENCE));
  }

  ServerRuns(TrackingServer server, Retry retry) {
    this.server = server;
    this.retry = retry;
  }

  @Override
  public String place() {
    return server.address();
  }

  @Override
  public List<String> experimentNames() {
    return asking(server::experiments).stream().map(ServerExperiment::name).toList();
  }

  @Override
  public List<RunView> runs() {
    return runsOf(asking(server::experiments));
  }

  @Override
  public List<RunView> runs(String experiment) {
    return runsOf(
        asking(server::experiments).stream().filter(e -> e.name().equals(experiment)).toList());
  }

  @Override
  public void close() {
    server.close();
  }

  private List<RunView> runsOf(List<ServerExperiment> experiments) {
    List<RunView> runs = new ArrayList<>();
    for (ServerExperiment experiment : experiments) {
      asking(() -> server.runs(experiment.id()))
          .forEach(run -> runs.add(new ServerRunView(this, experiment.name(), run)));
    }
    runs.sort(Comparator.comparingLong(RunView::startMillis).reversed().thenComparing(RunView::id));
    return List.copyOf(runs);
  }

  TrackingServer server() {
    return server;
  }

  /**
   * Asks the server and tells its failure as one of reading. One that has answered before is asked
   * again while it is unavailable; what never answered may be no server at all.
   */
  <T> T asking(Supplier<T> question) {
    try {
      T answer = reached ? retry.call(question) : question.get();
      reached = true;
      return answer;
    } catch (ServerException e) {
      throw new SpotRunException(
          "the runs of " + place() + " cannot be read: " + e.getMessage(), e);
    }
  }
}
