package org.spotrl.mujoco.locomotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spotrl.api.env.StepResult;
import org.spotrl.api.host.RealPython;
import org.spotrl.api.random.RandomSequence;
import org.spotrl.api.random.RandomStream;
import org.spotrl.mujoco.MujocoForTests;
import org.spotrl.mujoco.binding.MujocoData;
import org.spotrl.mujoco.binding.MujocoModel;

/**
 * The locomotion environments beside Gymnasium itself, on the same version of MuJoCo.
 *
 * <p>{@code SPOT_PYTHON} names a Python with the packages gymnasium, h5py and mujoco 3.3.7; {@code
 * ./test} sets it. Where it is missing, these tests fail if {@code CI=true}, else they are skipped.
 */
class GymnasiumContractTest {

  private static final int STEPS = 1000;
  private static final int STEPS_OF_A_START = 5;
  private static final RandomStream RANDOM = RandomStream.of(0, "gymnasium-contract");

  @TempDir Path folder;

  /**
   * Starts are far from the usual ones: beyond joint limits, in the ground, falling. States and
   * observations agree bit for bit; rewards add the same few numbers in another order.
   */
  @ParameterizedTest
  @CsvSource({
    "halfcheetah-v4, HalfCheetah-v4",
    "hopper-v4, Hopper-v4",
    "walker2d-v4, Walker2d-v4",
    "ant-v4, Ant-v4"
  })
  void statesAndRewardsOfAThousandStepsAreGymnasiums(String id, String gymnasiumId)
      throws Exception {
    String python = RealPython.path();
    LocomotionTask task =
        LocomotionTask.ALL.stream().filter(t -> t.id().equals(id)).findFirst().orElseThrow();
    List<String> input = new ArrayList<>();
    List<double[]> ours = new ArrayList<>();
    int sizes;
    try (MujocoModel model = MujocoForTests.reference().compile(task.modelText());
        Watched environment = new Watched(task, model)) {
      sizes = model.positions() + model.velocities();
      for (int start = 0; ours.size() < STEPS; start++) {
        RandomSequence random = RANDOM.child(id).at(start);
        environment.reset(random);
        input.add("start " + hexadecimal(environment.state()));
        StepResult step;
        int steps = 0;
        do {
          double[] action = new double[task.specification().actionDim()];
          Arrays.setAll(action, i -> random.nextUniform(-1, 1));
          input.add("step " + hexadecimal(action));
          step = environment.step(action);
          ours.add(environment.results(step));
          steps++;
        } while (!step.done() && steps < STEPS_OF_A_START && ours.size() < STEPS);
      }
    }

    List<String> output = run(python, gymnasiumId, input);

    assertThat(output.get(0)).matches("1\\..* 3\\.3\\.7");
    assertThat(output).hasSize(1 + STEPS);
    int terminals = 0;
    for (int i = 0; i < STEPS; i++) {
      double[] theirs =
          Arrays.stream(output.get(1 + i).split(" ")).mapToDouble(Double::parseDouble).toArray();
      double[] our = ours.get(i);
      int reward = our.length - 2;
      assertThat(Arrays.copyOf(our, reward))
          .as("state (the first %d) and observation of step %d of %s", sizes, i, id)
          .isEqualTo(Arrays.copyOf(theirs, theirs.length - 2));
      assertThat(our[reward])
          .as("reward of step %d of %s", i, id)
          .isCloseTo(theirs[reward], within(4e-15));
      assertThat(our[reward + 1])
          .as("terminal of step %d of %s", i, id)
          .isEqualTo(theirs[reward + 1]);
      terminals += (int) our[reward + 1];
    }
    if (task.robot() != Robot.HALF_CHEETAH) { // which never ends
      assertThat(terminals).isBetween(1, STEPS / 2);
    }
  }

  /** Starts anywhere, and shows the whole state. */
  private static final class Watched extends LocomotionEnvironment {

    private final MujocoModel model;
    private @Nullable MujocoData data;

    Watched(LocomotionTask task, MujocoModel model) {
      super(task, model);
      this.model = model;
    }

    @Override
    protected void start(MujocoData data, RandomSequence random) {
      this.data = data;
      double[] initial = model.initialPosition();
      double scale = random.nextUniform(0, 0.5);
      for (int i = 0; i < model.positions(); i++) {
        data.setPosition(i, initial[i] + random.nextUniform(-scale, scale));
      }
      for (int i = 0; i < model.velocities(); i++) {
        data.setVelocity(i, 10 * scale * random.nextGaussian());
      }
    }

    double[] state() {
      MujocoData data = Objects.requireNonNull(this.data, "a start");
      double[] state = new double[model.positions() + model.velocities()];
      for (int i = 0; i < state.length; i++) {
        state[i] = i < model.positions() ? data.position(i) : data.velocity(i - model.positions());
      }
      return state;
    }

    /** State, observation, reward, and 1 for a terminal. */
    double[] results(StepResult step) {
      double[] state = state();
      double[] observation = step.observation();
      double[] all = Arrays.copyOf(state, state.length + observation.length + 2);
      System.arraycopy(observation, 0, all, state.length, observation.length);
      all[all.length - 2] = step.reward();
      all[all.length - 1] = step.terminal() ? 1 : 0;
      return all;
    }
  }

  private List<String> run(String python, String gymnasiumId, List<String> input) throws Exception {
    Path steps = Files.write(folder.resolve("steps.txt"), input);
    Path results = folder.resolve("results.txt");
    Path errors = folder.resolve("errors.txt");
    Path script = Path.of(getClass().getResource("/gymnasium_steps.py").toURI());
    int status =
        new ProcessBuilder(python, script.toString(), gymnasiumId)
            .redirectInput(steps.toFile())
            .redirectOutput(results.toFile())
            .redirectError(errors.toFile())
            .start()
            .waitFor();
    assertThat(status).as(() -> text(errors)).isZero();
    return Files.readAllLines(results);
  }

  private static String hexadecimal(double[] numbers) {
    return Arrays.stream(numbers).mapToObj(Double::toHexString).collect(Collectors.joining(" "));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
