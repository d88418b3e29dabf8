package org.spotrl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The help of all commands. */
class HelpTest {

  private static final int LINES = 24;
  private static final int COLUMNS = 80;

  private static List<CommandLine> all(CommandLine command) {
    List<CommandLine> commands = new ArrayList<>(List.of(command));
    command.getSubcommands().values().forEach(sub -> commands.addAll(all(sub)));
    return commands;
  }

  private static String help(CommandLine command) {
    return command.getUsageMessage(CommandLine.Help.Ansi.OFF);
  }

  @Test
  void theHelpOfEachCommandFitsATerminal() {
    for (CommandLine command : all(SpotMain.commandLine())) {
      String name = command.getCommandSpec().qualifiedName();
      assertThat(help(command).lines().count()).as(name).isLessThanOrEqualTo(LINES);
      assertThat(help(command).lines().mapToInt(String::length).max().orElse(0))
          .as(name)
          .isLessThanOrEqualTo(COLUMNS);
    }
  }

  @Test
  void noExampleIsWrapped() {
    for (CommandLine command : all(SpotMain.commandLine())) {
      List<String> footer =
          Arrays.stream(command.getCommandSpec().usageMessage().footer())
              .filter(line -> line.startsWith("  spot "))
              .toList();
      assertThat(help(command).lines()).containsAll(footer);
    }
  }

  /** Parses the examples without running them. */
  @Test
  void theOptionsOfAllExamplesExist() {
    for (CommandLine command : all(SpotMain.commandLine())) {
      for (String line : command.getCommandSpec().usageMessage().footer()) {
        if (line.startsWith("  spot ")) {
          String[] words = line.strip().replaceFirst(" > .*", "").replace("'", "").split(" +", -1);
          SpotMain.commandLine().parseArgs(Arrays.copyOfRange(words, 1, words.length));
        }
      }
    }
  }

  @Test
  void theBenchmarkIsNotListed() {
    assertThat(CommandRun.of("--help").out()).doesNotContain("benchmark");
    assertThat(CommandRun.of("benchmark", "--help").exitCode()).isZero();
  }

  @Test
  void theCompletionScriptHasTheCommandsAndTheirOptions() {
    CommandRun bash = CommandRun.of("completion", "bash");

    assertThat(bash.exitCode()).isZero();
    assertThat(bash.out())
        .startsWith("#!/usr/bin/env bash")
        .contains("complete -F _complete_spot")
        .contains("'--dry-run'", "'--group-by'");
    assertThat(CommandRun.of("completion", "zsh").out()).isEqualTo(bash.out());
    assertThat(CommandRun.of("completion", "fish").exitCode()).isEqualTo(2);
  }
}
