package dev.godmode.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints what a shell needs to complete gm and gmup. */
@Command(
    name = "completion",
    description = {
      "Print a completion script for bash or zsh. To have it in every new shell:",
      "  bash: ./gm completion bash > ~/.local/share/bash-completion/completions/gm",
      "  zsh:  echo 'source <(gm completion zsh)' >> ~/.zshrc"
    })
final class CompletionCommand implements Callable<Integer> {

  /** Shells that are known. */
  enum Shell {
    BASH,
    ZSH
  }

  /** The document of {@code gm completion --json}. */
  record Script(Shell shell, String script) {}

  private static final String ZSH_PREFACE = "autoload -U +X compinit && compinit\n";

  @Mixin Common common = new Common();

  @Parameters(paramLabel = "bash|zsh")
  Shell shell = Shell.BASH;

  @Override
  public Integer call() {
    var script = script(shell);
    common.answer(new Script(shell, script), script);
    return Exit.OK;
  }

  static String script(Shell shell) {
    var both =
        AutoComplete.bash("gm", Main.commandLine(new Main.Gm()))
            + AutoComplete.bash("gmup", Main.commandLine(new UpCommand()));
    return switch (shell) {
      case BASH -> both;
      case ZSH -> ZSH_PREFACE + both;
    };
  }
}
