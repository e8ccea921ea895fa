package dev.godmode.control.secret;

import java.util.Optional;
import java.util.Set;

/** A place where values are kept. Asked anew each time, so a value that changes is the new one. */
public interface SecretSource {

  /** What it is, for people: ".env of the workspace". No part of it is secret. */
  String words();

  /** Looks for the value of a name. May wait for a disk, a program, or a server. */
  Finding find(String name);

  /** The names it has; empty when it cannot list them, or is in trouble. */
  Set<String> names();

  /** The same as a place to write to; empty when it is only read. */
  default Optional<Writable> writable() {
    return Optional.empty();
  }

  /** What came of looking. */
  sealed interface Finding {}

  record Found(SecretValue value) implements Finding {}

  /** It is in good order, and has none of that name. */
  record Absent() implements Finding {}

  /**
   * It cannot be told.
   *
   * @param why with what to do about it; never a part of a value
   * @param passing whether it may be over by itself: a server does not answer
   */
  record Trouble(String why, boolean passing) implements Finding {}

  /** A source that takes values. */
  interface Writable {

    /**
     * Keeps a value, in place of the one before.
     *
     * @throws SecretTrouble when it cannot be kept, in words for people
     */
    void put(String name, SecretValue value);
  }

  /** A value could not be kept. */
  final class SecretTrouble extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SecretTrouble(String message) {
      super(message);
    }
  }
}
