package dev.godmode.protocol.task;

import java.time.Duration;
import java.util.List;

/**
 * An acceptance check: a command run in the attempt's workspace after the program; exit 0 passes.
 */
public record Check(String name, List<String> command, Duration timeout) {

  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(2);

  public Check {
    command = List.copyOf(command);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("check '" + name + "' has no command");
    }
  }

  /** A check written as one line of shell. */
  public static Check shell(String line) {
    return new Check(line, List.of("/bin/sh", "-c", line), DEFAULT_TIMEOUT);
  }
}
