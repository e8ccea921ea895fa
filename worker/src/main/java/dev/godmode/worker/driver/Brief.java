package dev.godmode.worker.driver;

import dev.godmode.protocol.task.DriverTerms;
import dev.godmode.worker.door.ModelDoor;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a dialect must know to open a conversation.
 *
 * @param prompt what the agent is to do
 * @param command the program and its first arguments, where the profile says it; else the usual
 * @param memory a folder of the program's own, which lasts from one attempt of a task to the next
 * @param work the workspace
 * @param session to take up again
 * @param variables of the attempt's environment; those that are secret without their values
 * @param door the fleet's models, for a program that knows only an address and a key; empty where
 *     it is not to have them like that
 * @param clock the node's, with its zone: programs tell times in it
 */
public record Brief(
    String prompt,
    List<String> command,
    DriverTerms terms,
    Path memory,
    Path work,
    Optional<String> session,
    Map<String, String> variables,
    Optional<ModelDoor.Key> door,
    Clock clock) {

  public Brief {
    command = List.copyOf(command);
    variables = Map.copyOf(variables);
  }

  List<String> commandOr(String usual) {
    return command.isEmpty() ? List.of(usual) : command;
  }
}
