package org.spotrl.mlflow.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.mlflow.RunView;
import org.spotrl.mlflow.Runs;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.Names;
import org.spotrl.mlflow.format.RunState;

/** The runs of a tracking server. */
public final class ServerRuns implements Runs {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final TrackingServer server;
  private final Retry retry;
  private boolean reached;

  /** Creates a reader of runs; {@link #close} closes the server. */
  public ServerRuns(TrackingServer server) {
    this(server, new Retry(PATIENCE));
  }

  ServerRuns(TrackingServer server, Retry retry) {
    this.server = server;
    this.retry = retry;
  }

  @Override
  public String location() {
    return server.address();
  }

  @Override
  public List<String> experimentNames() {
    return ask(server::experiments).stream().map(ServerExperiment::name).toList();
  }

  @Override
  public List<RunView> runs() {
    return runs(experiment -> true);
  }

  @Override
  public List<RunView> runs(String experiment) {
    return runs(each -> each.name().equals(experiment));
  }

  @Override
  public void addArtifacts(RunView run, String path, Path folder) {
    ArtifactStore store = server.artifacts(((View) run).run());
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = path + "/" + folder.relativize(file).toString().replace('\\', '/');
        ask(
            () -> {
              store.put(Names.path(name), file);
              return name;
            });
      }
    } catch (IOException e) {
      throw new SpotRunException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    server.close();
  }

  private List<RunView> runs(Predicate<ServerExperiment> wanted) {
    return ask(server::experiments).stream()
        .filter(wanted)
        .flatMap(
            e -> ask(() -> server.runs(e.id())).stream().map(run -> new View(this, e.name(), run)))
        .sorted(Comparator.comparingLong(View::startMillis).reversed().thenComparing(View::id))
        .<RunView>map(run -> run)
        .toList();
  }

  /**
   * Calls the server. Retries only if the server has answered before; otherwise the address may be
   * wrong.
   *
   * @throws SpotRunException if the call fails
   */
  private <T> T ask(Supplier<T> question) {
    try {
      T answer = reached ? retry.call(question::get) : question.get();
      reached = true;
      return answer;
    } catch (ServerException e) {
      throw new SpotRunException(
          "the runs of " + location() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private record View(ServerRuns runs, String experimentName, ServerRun run) implements RunView {

    @Override
    public String id() {
      return run.id();
    }

    @Override
    public String folderId() {
      return run.tags().getOrDefault(FOLDER_ID, run.id());
    }

    @Override
    public String name() {
      return run.name();
    }

    @Override
    public String experimentId() {
      return run.experimentId();
    }

    @Override
    public RunState state() {
      return run.state();
    }

    @Override
    public long startMillis() {
      return run.startMillis();
    }

    @Override
    public long endMillis() {
      return run.endMillis();
    }

    @Override
    public Map<String, String> parameters() {
      return new TreeMap<>(run.parameters());
    }

    @Override
    public Map<String, String> tags() {
      return new TreeMap<>(run.tags());
    }

    @Override
    public Set<String> metricNames() {
      return Set.copyOf(run.latest().keySet());
    }

    @Override
    public Map<String, MetricPoint> latestMetrics() {
      return new TreeMap<>(run.latest());
    }

    @Override
    public List<MetricPoint> history(String metric) {
      return runs.ask(() -> runs.server.history(run.id(), metric));
    }

    @Override
    public Optional<byte[]> artifact(String path) {
      Names.path(path);
      String folder = path.substring(0, Math.max(0, path.lastIndexOf('/')));
      ArtifactStore store = runs.server.artifacts(run);
      if (runs.ask(() -> store.list(folder)).stream()
          .noneMatch(file -> file.path().equals(path) && !file.isFolder())) {
        return Optional.empty();
      }
      try {
        Path copy = Files.createTempFile("spot-artifact", "");
        try {
          runs.ask(
              () -> {
                store.get(path, copy);
                return path;
              });
          return Optional.of(Files.readAllBytes(copy));
        } finally {
          Files.delete(copy);
        }
      } catch (IOException e) {
        throw new SpotRunException("a temporary file cannot be written: " + e.getMessage(), e);
      }
    }
  }
}
