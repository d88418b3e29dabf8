package org.spotrl.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spotrl.experiments.config.FieldTerms;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** spot's names for the commands and options of other tools. */
final class CommandTerms {

  private static final Map<String, String> COMMANDS =
      Map.ofEntries(
          Map.entry("train", "run"),
          Map.entry("start", "run"),
          Map.entry("fit", "run"),
          Map.entry("continue", "resume"),
          Map.entry("restart", "resume"),
          Map.entry("pull", "resume RUN --in URI"),
          Map.entry("download", "resume RUN --in URI"),
          Map.entry("evaluate", "eval"),
          Map.entry("test", "eval"),
          Map.entry("ls", "runs"),
          Map.entry("list", "runs"),
          Map.entry("search", "runs --where CONDITION"),
          Map.entry("compare", "runs compare"),
          Map.entry("diff", "runs compare"),
          Map.entry("delete", "runs delete"),
          Map.entry("rm", "runs delete"),
          Map.entry("remove", "runs delete"),
          Map.entry("gc", "runs gc"),
          Map.entry("check", "config check"),
          Map.entry("validate", "config check"),
          Map.entry("show", "config show"),
          Map.entry("schema", "config schema"),
          Map.entry("replicate", "reproduce"),
          Map.entry("rerun", "reproduce"),
          Map.entry("mlflow", "ui"),
          Map.entry("server", "ui"),
          Map.entry("dashboard", "ui"),
          Map.entry("tensorboard", "ui"),
          Map.entry("upload", "push"),
          Map.entry("sync", "push"),
          Map.entry("version", "--version"),
          Map.entry("plot", "report STUDY"),
          Map.entry("info", "doctor"));

  private static final String SEEDS = "use --seeds 0-4 for several seeds";
  private static final String PARALLEL =
      "a command trains one run after another; start several commands to train in parallel, they may use the same folder of runs";
  private static final String FILE = "give the file without an option: spot run FILE";
  private static final String PLACE = "use --in for the folder or server of the runs";

  private static final Map<String, String> OPTIONS =
      Map.ofEntries(
          Map.entry("-m", SEEDS),
          Map.entry("--multirun", SEEDS),
          Map.entry("--seed", "use --seeds 3, or --seeds 0-4 for several"),
          Map.entry("-j", PARALLEL),
          Map.entry("--jobs", PARALLEL),
          Map.entry("--n-jobs", PARALLEL),
          Map.entry("--parallel", PARALLEL),
          Map.entry("-c", FILE),
          Map.entry("--config", FILE),
          Map.entry("--config-path", FILE),
          Map.entry("--config_path", FILE),
          Map.entry("--config-name", FILE),
          Map.entry("--mlruns", PLACE),
          Map.entry("--from", PLACE),
          Map.entry("--dir", PLACE),
          Map.entry("--tracking-uri", PLACE + ", and --set tracking.uri=URI for a new run"),
          Map.entry("--into", "use --to for the destination"),
          Map.entry("--run-id", "give the run's id, name or folder without an option"),
          Map.entry("--run-name", "did you mean '--name'?"),
          Map.entry("--experiment-name", "did you mean '--experiment'?"),
          Map.entry("-y", "did you mean '--yes'?"),
          Map.entry("-q", "did you mean '--quiet'?"),
          Map.entry("-n", "did you mean '--dry-run'?"));

  private CommandTerms() {}

  /** A hint for an unknown command or option, if there is one. */
  static Optional<String> hint(ParameterException problem) {
    if (!(problem instanceof UnmatchedArgumentException unmatched)) {
      return Optional.empty();
    }
    CommandSpec command = problem.getCommandLine().getCommandSpec();
    List<String> words = unmatched.getUnmatched();
    return words.stream()
        .filter(word -> word.startsWith("-"))
        .findFirst()
        .map(option -> ofOption(option, command))
        .orElseGet(() -> ofCommand(words.get(0), command));
  }

  private static Optional<String> ofCommand(String word, CommandSpec command) {
    String qualified = command.parent() == null ? "" : command.name() + " ";
    return Optional.ofNullable(COMMANDS.get(word))
        .filter(known -> qualified.isEmpty() || (known + " ").startsWith(qualified))
        .map(known -> "did you mean 'spot " + known + "'?");
  }

  private static Optional<String> ofOption(String typed, CommandSpec command) {
    String option = typed.replaceFirst("=.*", "");
    String term = OPTIONS.get(option);
    if (term != null) {
      return Optional.of(term);
    }
    if (command.findOption("--set") == null || !option.startsWith("--")) {
      return Optional.empty();
    }
    String word = option.substring(2);
    return FieldTerms.settings(word).stream()
        .findFirst()
        .map(setting -> "use --set for settings; did you mean --set %s=VALUE?".formatted(setting));
  }
}
