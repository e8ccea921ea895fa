package dev.godmode.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.cli.CompletionCommand.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {

  @TempDir Path folder;

  @Test
  void bash_completes_commands_and_the_commands_below_them() throws Exception {
    assertThat(completed("gm", "gm", "roa")).contains("roadmap");
    assertThat(completed("gm", "gm", "task", "ca")).contains("cancel");
    assertThat(completed("gmup", "gmup", "--wor")).contains("--workspace");
  }

  @Test
  void zsh_gets_its_completion_system_first() {
    assertThat(CompletionCommand.script(Shell.ZSH)).startsWith("autoload -U +X compinit");
  }

  /** Asks a real bash what it would offer for the words typed so far. */
  private String completed(String command, String... words)
      throws IOException, InterruptedException {
    var script = folder.resolve("completion.bash");
    Files.writeString(script, CompletionCommand.script(Shell.BASH));
    var ask =
        """
        source %s
        COMP_WORDS=(%s); COMP_CWORD=%d; COMP_LINE="${COMP_WORDS[*]}"; COMP_POINT=${#COMP_LINE}
        _complete_%s; printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(script, String.join(" ", words), words.length - 1, command);
    var bash = new ProcessBuilder("bash", "-c", ask).redirectErrorStream(true).start();
    var said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(said).isZero();
    return said;
  }
}
