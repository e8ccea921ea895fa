package dev.godmode.worker.driver;

import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.Question;
import dev.godmode.protocol.task.Tokens;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** What an agent's program tells, in words that all dialects share. */
public sealed interface Happening {

  /** Something for the log: what the agent says, what it does. */
  record Said(String text) implements Happening {}

  /**
   * It begins to use a tool.
   *
   * @param id of its own in the conversation
   * @param what is asked of the tool, in short
   */
  record StepBegan(String id, String tool, String what) implements Happening {}

  /** What the tool was used for is over. */
  record StepEnded(String id, boolean failed) implements Happening {}

  /** The program's own name for the conversation, by which it can be taken up again. */
  record SessionBegan(String id) implements Happening {}

  /**
   * What the conversation has used so far, in all.
   *
   * @param cost in US dollars, where the program tells it
   */
  record Spent(Tokens tokens, Optional<BigDecimal> cost) implements Happening {}

  /** It waits for a person. */
  record Asks(Question question) implements Happening {}

  /** It waits no more. */
  record AsksNoMore(String question) implements Happening {}

  /** It says that it is done. */
  record Finished(String result) implements Happening {}

  /**
   * It says that it is not going to be done.
   *
   * @param until when a limit of use that it ran into ends
   */
  record Failed(Ending ending, String why, Optional<Instant> until) implements Happening {
    Failed(Ending ending, String why) {
      this(ending, why, Optional.empty());
    }
  }
}
