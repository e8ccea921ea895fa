package dev.godmode.control.mail;

import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import java.util.Optional;

/** Who writes and reads. What a program may read follows from its lease, and from no text. */
public sealed interface Correspondent {

  Sender sender();

  boolean maySee(Envelope message);

  /** Somebody of the people: what they may do at all is the policy's to say. */
  record Person(String name) implements Correspondent {
    @Override
    public Sender sender() {
      return new Sender(name, Optional.empty(), "");
    }

    @Override
    public boolean maySee(Envelope message) {
      return true;
    }
  }

  /**
   * The program of an attempt.
   *
   * @param name as the ledger names it
   * @param stream of its task; empty for none
   */
  record Program(String name, AttemptKey attempt, String agent, String stream)
      implements Correspondent {

    TaskId task() {
      return attempt.task();
    }

    @Override
    public Sender sender() {
      return new Sender(name, Optional.of(attempt), agent);
    }

    /** What it wrote, and what was written to it: to its task, its agent, or for all. */
    @Override
    public boolean maySee(Envelope message) {
      if (!message.stream().orElse(stream).equals(stream)) {
        return false;
      }
      return message.from().task().equals(Optional.of(task()))
          || switch (message.to().kind()) {
            case TASK -> message.to().equals(Address.task(task()));
            case AGENT ->
                message.to().name().equals(agent)
                    && message.takenBy().orElse(task()).equals(task());
            case TOPIC -> true;
            case PEOPLE -> false;
          };
    }
  }
}
