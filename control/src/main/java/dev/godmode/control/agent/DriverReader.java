package dev.godmode.control.agent;

import dev.godmode.protocol.task.AgentDriver;
import dev.godmode.protocol.task.DriverTerms;
import dev.godmode.protocol.task.DriverTerms.Permissions;
import dev.godmode.protocol.text.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads how an agent's program is spoken to: {@code driver}, {@code model}, {@code permissions}.
 */
final class DriverReader {

  private static final List<String> OF_SPOKEN = List.of("model", "permissions");

  private DriverReader() {}

  /** The command, unless something else is said; empty after a problem. */
  static AgentDriver driver(YamlFields fields) {
    return fields.read("driver", DriverReader::driver).orElse(AgentDriver.COMMAND);
  }

  private static AgentDriver driver(String word) {
    Set<String> known = new TreeSet<>(AgentDriver.words());
    return AgentDriver.of(word)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no driver '%s'%s; there is: %s"
                        .formatted(word, Spelling.hint(word, known), String.join(", ", known))));
  }

  /** The program and its first arguments; where it is spoken to no shell may stand between. */
  static List<String> command(YamlFields fields, AgentDriver driver) {
    var command = driver.speaks() ? fields.texts("command") : fields.command("command");
    if (driver == AgentDriver.ACP && command.isEmpty()) {
      fields.problem(
          "driver",
          "'driver: acp' needs 'command': the program that speaks the Agent Client Protocol and its first arguments, for example [opencode, acp]");
    }
    return command;
  }

  static DriverTerms terms(YamlFields fields, AgentDriver driver) {
    if (driver.speaks()) {
      return new DriverTerms(
          fields.text("model"),
          fields.read("permissions", DriverReader::permissions).orElse(Permissions.ASK));
    }
    OF_SPOKEN.stream()
        .filter(key -> fields.line(key) > 0)
        .forEach(
            key ->
                fields.problem(
                    key,
                    "'%s' is for drivers that speak to their program, like 'driver: claude'"
                        .formatted(key)));
    return DriverTerms.USUAL;
  }

  private static Permissions permissions(String word) {
    return Arrays.stream(Permissions.values())
        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("'%s' is ask, edit or all".formatted(word)));
  }
}
