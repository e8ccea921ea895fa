package dev.godmode.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The program git, asked about the repository around a folder. */
public record Git(Path folder) {

  /** What it answers; empty where it is not, or fails: there is no repository, say. */
  public Optional<byte[]> ask(String... words) {
    var command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(Arrays.asList(words));
    try {
      var process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      var answer = process.getInputStream().readAllBytes();
      return process.waitFor() == 0 ? Optional.of(answer) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** The same as text without the last line's end. */
  public Optional<String> text(String... words) {
    return ask(words)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\n$", ""));
  }

  /** The same as names, which may have anything but a NUL in them. */
  public Optional<List<String>> names(String... words) {
    return text(words)
        .map(text -> Arrays.stream(text.split("\0", -1)).filter(name -> !name.isEmpty()).toList());
  }
}
