package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spotrl.experiments.config.ComponentRegistry;
import org.spotrl.experiments.config.ConfigReference;
import org.spotrl.experiments.config.FieldTerms;
import org.spotrl.experiments.wiring.SpotInjector;

/** Names of other tools are answered with spot's names. */
class TermsTest {

  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lambd | 0.1 | 'algorithm.regularizer.lambda'",
        "vae_lr | 1e-3 | 'algorithm.regularizer.density.learning_rate'",
        "vae_hidden_dim | 750 | 'algorithm.regularizer.density.hidden'?; write the widths of all"
            + " layers",
        "env | hopper-medium-v2 | 'dataset.environment'",
        "normalize | true | 'normalize_observations'?; write true or false",
        "max_timesteps | 1e6 | 'algorithm.updates'",
        "eval_freq | 5000 | 'evaluation.every_updates'",
        "n_episodes | 10 | 'evaluation.episodes'",
        "without_Q_norm | true | 'algorithm.q_normalization'?; write q_normalization: false",
        "iwae | true | 'algorithm.regularizer.density.bound'?; write density: {type: cvae, bound:"
            + " importance-weighted, num_samples: 10}",
        "type | spot | 'algorithm'?; write algorithm: spot",
        "gamma | 0.99 | 'algorithm.discount'",
        "batch_size | 256 | 'algorithm.batch_size'",
        "actor_lr | 3e-4 | 'algorithm.actor_learning_rate'",
        "qf_lr | 3e-4 | 'algorithm.critic_learning_rate'",
        "policy_freq | 2 | 'algorithm.policy_frequency'",
        "checkpoints_path | x | 'tracking.folder'",
        "load_model | x | 'spot resume RUN'",
        "project | x | 'experiment'",
        "group | x | 'tags'?; write tags: {group: NAME}",
        "buffer_size | 1 | the whole data set is in memory",
        "device | cuda | -Pgpu",
        "iql_tau | 0.7 | it is 'algorithm.expectile' in other components",
      })
  void settings(String word, String value, String hint) throws IOException {
    Path file =
        Files.writeString(
            temp.resolve("x.yaml"),
            "dataset: collected\nalgorithm: spot\n%s: %s\n".formatted(word, value));

    CommandRun inFile = CommandRun.of("config", "check", file.toString());

    assertThat(inFile.exitCode()).isEqualTo(2);
    assertThat(inFile.err()).contains("x.yaml:3:1: unknown setting '" + word + "'").contains(hint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "algorithm: td3_bc | did you mean 'td3+bc'?",
        "algorithm: bc | did you mean 'behavior-cloning'?",
        "algorithm: {type: spot, regularizer: {density: iwae}} | write density: {type: cvae, bound:"
            + " importance-weighted, num_samples: 10}",
        "algorithm: {type: spot, regularizer: {density: vae}} | did you mean 'cvae'?",
        "algorithm: {type: dt, regularizer: density} | only spot, td3+bc and actor-critic have a"
            + " regularizer",
        "algorithm: {type: iql, backbone: sac} | only spot and actor-critic choose between td3 and"
            + " sac",
        "algorithm: {type: spot, regularizer: mmd} | 'spot' has the regularizer 'density', not 'mmd'",
        "algorithm: {type: actor-critic, regularizer: {type: mmd, density: gaussian}} | the density"
            + " 'gaussian' cannot be used with the regularizer 'mmd'",
        "algorithm: {type: spot, backbone: sac, policy_noise: 0.1} | 'policy_noise' has no effect"
            + " with the backbone 'sac': leave it out",
        "algorithm: {type: td3, backbone: sac} | 'td3' has the backbone 'td3', not 'sac'",
        "dataset: {type: collected, environment: CartPole-v1} | its actions are discrete",
        "dataset: maze2d-large-v1 | write dataset: {type: collected, environment: maze2d-large-v1}",
        "dataset: {type: collected, environment: hopper-medium-v2} | write dataset: {type: d4rl, name: hopper-medium-v2}",
        "dataset: {type: collected, environment: maze2d-umaze} | did you mean 'maze2d-umaze-v1'?",
      })
  void values(String line, String hint) throws IOException {
    String other = line.startsWith("dataset") ? "algorithm: spot" : "dataset: collected";
    Path file = Files.writeString(temp.resolve("x.yaml"), line + "\n" + other + "\n");

    assertThat(CommandRun.of("config", "check", file.toString()).err()).contains(hint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train x.yaml | did you mean 'spot run'?",
        "ls | did you mean 'spot runs'?",
        "compare a b | did you mean 'spot runs compare'?",
        "evaluate x | did you mean 'spot eval'?",
        "runs ls | did you mean 'spot runs'?",
        "run x.yaml -m | use --seeds 0-4 for several seeds",
        "run x.yaml --jobs 4 | a command trains one run after another",
        "run x.yaml --seed 3 | use --seeds 3",
        "run --config x.yaml | give the file without an option: spot run FILE",
        "run x.yaml --batch_size=64 | did you mean --set algorithm.batch_size=VALUE?",
        "run x.yaml algorithm.discount=0.9 | did you mean --set algorithm.discount=0.9?",
        "resume x --mlruns y | use --in for the folder or server of the runs",
        "resume --run-id x | give the run's id, name or folder without an option",
        "reproduce x --into y | use --to for the destination",
      })
  void commands(String line, String hint) {
    CommandRun run = CommandRun.of(line.split(" "));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(hint);
    assertThat(run.showsStackTrace()).isFalse();
  }

  @Test
  void allSettingsOfTheTableExist() {
    String reference =
        new ConfigReference(
                SpotInjector.create(Optional.empty()).getInstance(ComponentRegistry.class))
            .markdown();

    assertThat(FieldTerms.allSettings())
        .hasSizeGreaterThan(40)
        .allSatisfy(
            setting -> {
              String name = setting.substring(setting.lastIndexOf('.') + 1);
              assertThat(reference).containsAnyOf("`" + setting + "`", "| `" + name + "` |");
            });
  }

  @Test
  void charactersThatTheLocaleCannotEncodeAreRefused() {
    CommandRun run = CommandRun.of("run", "x.yaml", "--set", "description=Pr\uFFFDfung");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("export LC_ALL=C.UTF-8");
  }
}
