package org.spotrl.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the completion script for a shell. */
@Command(
    name = "completion",
    description = "Prints the completion script for bash or zsh.",
    footer = {
      "",
      "Type it in this shell, or add it to ~/.bashrc or ~/.zshrc:",
      "  source <(spot completion bash)",
      "  source <(spot completion zsh)"
    })
final class CompletionCommand extends BaseCommand {

  /** The shells; zsh uses bash's script. */
  private enum Shell {
    BASH,
    ZSH
  }

  @SuppressWarnings("UnusedVariable") // picocli checks it
  @Parameters(paramLabel = "bash|zsh", description = "The shell.")
  private Shell shell = Shell.BASH;

  @Override
  public Integer call() {
    out().print(AutoComplete.bash("spot", SpotMain.commandLine()));
    out().flush();
    return 0;
  }
}
