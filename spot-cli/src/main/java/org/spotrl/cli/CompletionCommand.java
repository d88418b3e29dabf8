package org.spotrl.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the script by which a shell completes commands and options. */
@Command(
    name = "completion",
    description = "Prints the script for completion in bash or zsh.",
    footer = {
      "",
      "For this shell, or as a line of ~/.bashrc or ~/.zshrc:",
      "  source <(spot completion bash)",
      "  source <(spot completion zsh)"
    })
final class CompletionCommand extends BaseCommand {

  /** The shells; zsh takes the script of bash. */
  private enum Shell {
    BASH,
    ZSH
  }

  @SuppressWarnings("UnusedVariable") // picocli refuses other shells
  @Parameters(paramLabel = "bash|zsh", description = "The shell.")
  private Shell shell = Shell.BASH;

  @Override
  public Integer call() {
    out().print(AutoComplete.bash("spot", SpotMain.commandLine()));
    out().flush();
    return 0;
  }
}
