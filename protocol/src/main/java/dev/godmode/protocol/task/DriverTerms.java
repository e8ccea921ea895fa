package dev.godmode.protocol.task;

import java.util.Optional;

/**
 * What an agent's program is told beside its goal, where its driver speaks to it.
 *
 * @param model as the program names it; empty for the program's own choice
 */
public record DriverTerms(Optional<String> model, Permissions permissions) {

  public static final DriverTerms USUAL = new DriverTerms(Optional.empty(), Permissions.ASK);

  /** What it may do without asking. */
  public enum Permissions {
    /** Read; all else it asks for. */
    ASK,
    /** Change files of its workspace too. */
    EDIT,
    /** Anything: only where its node or its container is its own. */
    ALL
  }
}
