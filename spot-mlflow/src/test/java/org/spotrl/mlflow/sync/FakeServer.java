package org.spotrl.mlflow.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.error.SpotRunException;
import org.spotrl.mlflow.format.DatasetInput;
import org.spotrl.mlflow.format.MetricPoint;
import org.spotrl.mlflow.format.RunState;
import org.spotrl.mlflow.server.ArtifactFile;
import org.spotrl.mlflow.server.ArtifactStore;
import org.spotrl.mlflow.server.NewModel;
import org.spotrl.mlflow.server.Registration;
import org.spotrl.mlflow.server.ServerExperiment;
import org.spotrl.mlflow.server.ServerModel;
import org.spotrl.mlflow.server.ServerRefused;
import org.spotrl.mlflow.server.ServerRun;
import org.spotrl.mlflow.server.ServerUnavailable;
import org.spotrl.mlflow.server.TrackingServer;

/** A tracking server in memory that behaves like MLflow and fails as configured. */
final class FakeServer implements TrackingServer {

  /** The result of a call. */
  enum Fate {
    WELL,
    /** The request is lost. */
    LOST,
    /** The response is lost. */
    UNANSWERED,
    /** This process is killed before the request. */
    KILLED,
    /** This process is killed before the response. */
    KILLED_UNANSWERED
  }

  /** Chooses the result of a call by its number, from 1, and its name. */
  @FunctionalInterface
  interface Fates {
    Fate of(int number, String call);
  }

  /** Simulates a killed process: no code catches it. */
  static final class Kill extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final Map<String, Experiment> experiments = new LinkedHashMap<>();
  private final Map<String, Run> runs = new LinkedHashMap<>();
  private final Map<String, Model> models = new LinkedHashMap<>();
  private final List<Registration> registrations = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();
  private Fates fates = (number, call) -> Fate.WELL;
  private boolean old;
  private boolean closed;

  private record Experiment(String name, Map<String, String> tags) {}

  private static final class Run {
    private String experimentId = "";
    private String name = "";
    private long start;
    private long end;
    private RunState state = RunState.RUNNING;
    private boolean deleted;
    private final Map<String, String> parameters = new TreeMap<>();
    private final Map<String, String> tags = new TreeMap<>();
    private final Map<String, Set<MetricPoint>> points = new TreeMap<>();
    private final Set<DatasetInput> datasets = new LinkedHashSet<>();
    private final List<ServerRun.ModelLink> links = new ArrayList<>();
    private final Map<String, byte[]> files = new TreeMap<>();
  }

  private static final class Model {
    private final NewModel made;
    private boolean ready;
    private String dataset = "";
    private final Map<String, MetricPoint> metrics = new TreeMap<>();
    private final Map<String, byte[]> files = new TreeMap<>();

    Model(NewModel made) {
      this.made = made;
    }
  }

  /** Sets the results of the next calls and restarts their numbers. */
  synchronized void fate(Fates decided) {
    fates = decided;
    calls.clear();
  }

  /** Behaves as MLflow 2, without logged models. */
  void withoutModels() {
    old = true;
  }

  /** The names of the calls since the results were set. */
  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  synchronized int runCount() {
    return (int) runs.values().stream().filter(run -> !run.deleted).count();
  }

  synchronized int modelCount() {
    return models.size();
  }

  /** Names of the data sets in the metrics of the models. */
  synchronized List<String> modelDatasets() {
    return models.values().stream().map(model -> model.dataset).toList();
  }

  boolean isClosed() {
    return closed;
  }

  private synchronized <T> T call(String name, Supplier<T> effect) {
    calls.add(name);
    Fate fate = fates.of(calls.size(), name);
    if (fate == Fate.LOST) {
      throw new ServerUnavailable("the server does not answer");
    }
    if (fate == Fate.KILLED) {
      throw new Kill();
    }
    T result = effect.get();
    if (fate == Fate.UNANSWERED) {
      throw new ServerUnavailable("the answer got lost");
    }
    if (fate == Fate.KILLED_UNANSWERED) {
      throw new Kill();
    }
    return result;
  }

  private void run(String name, Runnable effect) {
    call(
        name,
        () -> {
          effect.run();
          return true;
        });
  }

  @Override
  public String address() {
    return "http://fake";
  }

  @Override
  public String version() {
    return call("version", () -> old ? "2.22.5" : "3.17.2");
  }

  @Override
  public boolean hasLoggedModels() {
    return !old;
  }

  @Override
  public List<ServerExperiment> experiments() {
    return call(
        "experiments",
        () ->
            experiments.entrySet().stream()
                .map(e -> new ServerExperiment(e.getKey(), e.getValue().name, e.getValue().tags))
                .toList());
  }

  @Override
  public String experiment(String name, Map<String, String> tags) {
    return call(
        "experiment",
        () -> {
          for (Map.Entry<String, Experiment> each : experiments.entrySet()) {
            if (each.getValue().name.equals(name)) {
              each.getValue().tags.putAll(tags);
              return each.getKey();
            }
          }
          String id = "e" + (experiments.size() + 1);
          experiments.put(id, new Experiment(name, new HashMap<>(tags)));
          return id;
        });
  }

  @Override
  public Optional<ServerRun> findRun(String experimentId, String tag, String value) {
    return call(
        "findRun",
        () ->
            runs.entrySet().stream()
                .filter(run -> !run.getValue().deleted)
                .filter(run -> run.getValue().experimentId.equals(experimentId))
                .filter(run -> value.equals(run.getValue().tags.get(tag)))
                .map(run -> copy(run.getKey()))
                .findFirst());
  }

  @Override
  public List<ServerRun> runs(String experimentId) {
    return call(
        "runs",
        () ->
            runs.entrySet().stream()
                .filter(run -> !run.getValue().deleted)
                .filter(run -> run.getValue().experimentId.equals(experimentId))
                .map(run -> copy(run.getKey()))
                .sorted(Comparator.comparing(ServerRun::startMillis).reversed())
                .toList());
  }

  @Override
  public ServerRun run(String runId) {
    return call(
        "run",
        () -> {
          active(runId);
          return copy(runId);
        });
  }

  @Override
  public ServerRun createRun(
      String experimentId, String name, long startMillis, Map<String, String> tags) {
    return call(
        "createRun",
        () -> {
          String id = "r" + (runs.size() + 1);
          Run run = new Run();
          run.experimentId = experimentId;
          run.name = name;
          run.start = startMillis;
          run.tags.putAll(tags);
          run.tags.put("mlflow.runName", name);
          runs.put(id, run);
          return copy(id);
        });
  }

  @Override
  public List<String> record(
      String runId,
      Map<String, String> parameters,
      Map<String, String> tags,
      Map<String, List<MetricPoint>> points) {
    return call(
        "record",
        () -> {
          Run run = active(runId);
          parameters.forEach(
              (name, value) -> {
                if (!value.equals(run.parameters.getOrDefault(name, value))) {
                  throw new ServerRefused(
                      "parameter " + name + " has another value", 400, "INVALID_PARAMETER_VALUE");
                }
              });
          if (points.keySet().stream().anyMatch(name -> name.contains("refused"))) {
            throw new ServerRefused("no such metrics here", 400, "INVALID_PARAMETER_VALUE");
          }
          run.parameters.putAll(parameters);
          run.tags.putAll(tags);
          points.forEach(
              (metric, list) ->
                  run.points.computeIfAbsent(metric, key -> new LinkedHashSet<>()).addAll(list));
          return List.of();
        });
  }

  @Override
  public List<MetricPoint> history(String runId, String metric) {
    return call(
        "history",
        () ->
            active(runId).points.getOrDefault(metric, Set.of()).stream()
                .sorted(MetricPoint.LATEST)
                .toList());
  }

  @Override
  public void dataset(String runId, DatasetInput input) {
    run("dataset", () -> active(runId).datasets.add(input));
  }

  @Override
  public ServerModel createModel(NewModel model) {
    return call(
        "createModel",
        () -> {
          String id = "m" + (models.size() + 1);
          models.put(id, new Model(model));
          return copyOfModel(id);
        });
  }

  @Override
  public Optional<ServerModel> findModel(String experimentId, String tag, String value) {
    return call(
        "findModel",
        () ->
            models.entrySet().stream()
                .filter(model -> value.equals(model.getValue().made.tags().get(tag)))
                .map(model -> copyOfModel(model.getKey()))
                .findFirst());
  }

  @Override
  public ServerModel model(String modelId) {
    return call("model", () -> copyOfModel(modelId));
  }

  @Override
  public void finishModel(String runId, String modelId, long step) {
    run(
        "finishModel",
        () -> {
          known(models, modelId).ready = true;
          ServerRun.ModelLink link = new ServerRun.ModelLink(modelId, step);
          if (!active(runId).links.contains(link)) {
            active(runId).links.add(link);
          }
        });
  }

  @Override
  public void modelMetrics(
      String runId,
      String modelId,
      Map<String, MetricPoint> points,
      @Nullable DatasetInput dataset) {
    run(
        "modelMetrics",
        () -> {
          known(models, modelId).metrics.putAll(points);
          known(models, modelId).dataset = dataset == null ? "" : dataset.name();
          points.forEach(
              (metric, point) ->
                  active(runId)
                      .points
                      .computeIfAbsent(metric, key -> new LinkedHashSet<>())
                      .add(point));
        });
  }

  @Override
  public String register(Registration registration) {
    return call(
        "register",
        () -> {
          if (!registrations.contains(registration)) {
            registrations.add(registration);
          }
          return Integer.toString(registrations.indexOf(registration) + 1);
        });
  }

  /** The registered model versions. */
  synchronized List<Registration> registrations() {
    return List.copyOf(registrations);
  }

  /** The parameters of a model. */
  synchronized Map<String, String> parametersOf(String modelId) {
    return known(models, modelId).made.parameters();
  }

  /** The metrics of a model. */
  synchronized Map<String, MetricPoint> metricsOf(String modelId) {
    return Map.copyOf(known(models, modelId).metrics);
  }

  @Override
  public void update(String runId, RunState state, long endMillis) {
    run(
        "update",
        () -> {
          active(runId).state = state;
          active(runId).end = endMillis;
        });
  }

  @Override
  public void deleteRun(String runId) {
    run("deleteRun", () -> active(runId).deleted = true);
  }

  @Override
  public ArtifactStore artifacts(ServerRun run) {
    return new Store(known(runs, run.id()).files);
  }

  @Override
  public ArtifactStore artifacts(ServerModel model) {
    return new Store(known(models, model.id()).files);
  }

  @Override
  public void close() {
    closed = true;
  }

  private static <T> T known(Map<String, T> map, String id) {
    T value = map.get(id);
    if (value == null) {
      throw new ServerRefused("there is no " + id, 404, ServerRefused.ABSENT);
    }
    return value;
  }

  private Run active(String id) {
    Run run = known(runs, id);
    if (run.deleted) {
      throw new ServerRefused("there is no run " + id, 404, ServerRefused.ABSENT);
    }
    return run;
  }

  private ServerRun copy(String id) {
    Run run = known(runs, id);
    Map<String, MetricPoint> latest = new HashMap<>();
    run.points.forEach(
        (metric, points) ->
            latest.put(metric, points.stream().max(MetricPoint.LATEST).orElseThrow()));
    return new ServerRun(
        id,
        run.experimentId,
        run.tags.getOrDefault("mlflow.runName", run.name),
        run.state,
        run.start,
        run.end,
        "fake:/" + id,
        run.parameters,
        run.tags,
        latest,
        List.copyOf(run.datasets),
        run.links);
  }

  private ServerModel copyOfModel(String id) {
    Model model = known(models, id);
    NewModel made = model.made;
    return new ServerModel(
        id, made.name(), made.runId(), "fake:/" + id, model.ready, 0, made.tags());
  }

  private final class Store implements ArtifactStore {
    private final Map<String, byte[]> files;

    Store(Map<String, byte[]> files) {
      this.files = files;
    }

    @Override
    public List<ArtifactFile> list(String folder) {
      return call(
          "list",
          () -> {
            String prefix = folder.isEmpty() ? "" : folder + "/";
            Map<String, ArtifactFile> found = new TreeMap<>();
            files.forEach(
                (path, content) -> {
                  if (path.startsWith(prefix)) {
                    int slash = path.indexOf('/', prefix.length());
                    found.put(
                        slash < 0 ? path : path.substring(0, slash),
                        slash < 0
                            ? new ArtifactFile(path, false, content.length)
                            : new ArtifactFile(path.substring(0, slash), true, 0));
                  }
                });
            return List.copyOf(found.values());
          });
    }

    @Override
    public void put(String path, Path file) {
      if (path.contains("refused")) {
        throw new ServerRefused("too large", 413, "");
      }
      byte[] content;
      try {
        content = Files.readAllBytes(file);
      } catch (IOException e) {
        throw new SpotRunException(file + " cannot be read", e);
      }
      synchronized (FakeServer.this) {
        try {
          run("put", () -> files.put(path, content));
        } finally {
          if (files.get(path) != content) {
            // A broken connection may leave part of a file.
            files.put(path, Arrays.copyOf(content, content.length / 2));
          }
        }
      }
    }

    @Override
    public void get(String path, Path file) {
      byte[] content =
          call(
              "get",
              () -> {
                byte[] found = files.get(path);
                if (found == null) {
                  throw new ServerRefused("there is no " + path, 404, "");
                }
                return found;
              });
      try {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, content);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void delete(String path) {
      run("delete", () -> files.remove(path));
    }
  }
}
