package dev.godmode.worker.driver;

import dev.godmode.protocol.task.Answer;
import java.util.List;
import java.util.Map;

/**
 * One kind of agent program: how it is started, what it means, how it is answered. Pure but for
 * what it remembers of the conversation; one instance is for one program, and is never called by
 * two threads at once.
 */
public interface Dialect {

  /** Nobody reads more lines that mean nothing than so many. */
  int GARBAGE_MAX = 200;

  /**
   * How it is started.
   *
   * @param variables of its environment, beside the attempt's
   * @param lines said to it first
   */
  record Opening(List<String> command, Map<String, String> variables, List<String> lines) {
    public Opening {
      command = List.copyOf(command);
      variables = Map.copyOf(variables);
      lines = List.copyOf(lines);
    }
  }

  /**
   * What follows from a line or an answer.
   *
   * @param say lines for the program
   */
  record Turn(List<String> say, List<Happening> happenings) {

    static final Turn NOTHING = new Turn(List.of(), List.of());

    public Turn {
      say = List.copyOf(say);
      happenings = List.copyOf(happenings);
    }

    static Turn of(Happening... happenings) {
      return new Turn(List.of(), List.of(happenings));
    }

    static Turn say(String... lines) {
      return new Turn(List.of(lines), List.of());
    }
  }

  Opening opening();

  /** It said a line. */
  Turn heard(String line);

  /** A question of it is answered. */
  Turn answered(String question, Answer answer);

  /**
   * It is gone and has not said how it ended.
   *
   * @param lastWords what it printed last on its error stream; may be empty
   */
  Happening.Failed gone(int exit, String lastWords);
}
