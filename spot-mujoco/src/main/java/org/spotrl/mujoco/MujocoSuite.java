package org.spotrl.mujoco;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.spotrl.api.env.EnvironmentSpec;
import org.spotrl.api.env.EnvironmentSuite;
import org.spotrl.api.env.EpisodeView;
import org.spotrl.mujoco.binding.MujocoModel;
import org.spotrl.mujoco.binding.MujocoRuntime;
import org.spotrl.mujoco.env.MujocoEnvironment;
import org.spotrl.mujoco.library.MujocoLibrary;
import org.spotrl.mujoco.library.MujocoSettings;
import org.spotrl.mujoco.locomotion.LocomotionEnvironment;
import org.spotrl.mujoco.locomotion.LocomotionTask;
import org.spotrl.mujoco.maze.AntMazeEnvironment;
import org.spotrl.mujoco.maze.AntMazeTask;
import org.spotrl.mujoco.maze.MazeEnvironment;
import org.spotrl.mujoco.maze.MazeMap;
import org.spotrl.mujoco.maze.MazeTask;

/**
 * All MuJoCo environments. The library is loaded when the first environment is created; each model
 * is compiled once and shared by its environments. Thread-safe.
 */
public final class MujocoSuite implements EnvironmentSuite {

  private final MujocoSettings settings;
  private final List<Entry> entries =
      Stream.of(mazes(), antMazes(), locomotion()).flatMap(Function.identity()).toList();
  private final Map<String, MujocoModel> models = new HashMap<>();
  private @Nullable MujocoRuntime runtime;

  /** A suite that finds the library by these settings. */
  public MujocoSuite(MujocoSettings settings) {
    this.settings = settings;
  }

  @Override
  public List<String> ids() {
    return entries.stream().map(entry -> entry.specification().id()).toList();
  }

  @Override
  public EnvironmentSpec specification(String id) {
    return entry(id).specification();
  }

  @Override
  public EpisodeView episodeView(String id) {
    return entry(id).view().get();
  }

  @Override
  public MujocoEnvironment create(String id) {
    return entry(id).maker().apply(this);
  }

  /** The compiled model of a maze, shared. */
  public MujocoModel mazeModel(MazeMap map) {
    return model("maze2d-" + map, () -> MazeEnvironment.modelText(map));
  }

  private MujocoModel antMazeModel(MazeMap map) {
    return model("antmaze-" + map, () -> AntMazeTask.modelText(map));
  }

  private record Entry(
      EnvironmentSpec specification,
      Supplier<EpisodeView> view,
      Function<MujocoSuite, MujocoEnvironment> maker) {}

  private static Stream<Entry> mazes() {
    return MazeTask.ALL.stream()
        .map(
            task ->
                new Entry(
                    task.specification(),
                    task::episodeView,
                    suite -> new MazeEnvironment(task, suite.mazeModel(task.map()))));
  }

  private static Stream<Entry> antMazes() {
    return AntMazeTask.ALL.stream()
        .map(
            task ->
                new Entry(
                    task.specification(),
                    task::episodeView,
                    suite -> new AntMazeEnvironment(task, suite.antMazeModel(task.map()))));
  }

  private static Stream<Entry> locomotion() {
    return LocomotionTask.ALL.stream()
        .map(
            task ->
                new Entry(
                    task.specification(),
                    task::episodeView,
                    suite ->
                        new LocomotionEnvironment(task, suite.model(task.id(), task::modelText))));
  }

  private Entry entry(String id) {
    return entries.stream()
        .filter(entry -> entry.specification().id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no environment '" + id + "'; known environments: " + ids()));
  }

  private synchronized MujocoModel model(String name, Supplier<String> text) {
    MujocoModel model = models.get(name);
    if (model == null) {
      if (runtime == null) {
        runtime = MujocoLibrary.load(settings);
      }
      model = runtime.compile(text.get());
      models.put(name, model);
    }
    return model;
  }
}
