package dev.godmode.testkit.sim;

import static dev.godmode.testkit.sim.Promises.require;

import dev.godmode.protocol.event.TaskEvent;
import dev.godmode.protocol.event.TaskEvent.AttemptAnswered;
import dev.godmode.protocol.event.TaskEvent.AttemptAsked;
import dev.godmode.protocol.event.TaskEvent.AttemptEnded;
import dev.godmode.protocol.event.TaskEvent.QuestionDropped;
import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.Question;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is promised about questions: an answer is to what is open, and bound to what was asked; a
 * program is told an answer only once it is durable, and only that one.
 */
final class QuestionPromise {

  /** Of the attempts one in so many asks before it ends. */
  private static final int ASKING_EACH = 4;

  private final Map<AttemptKey, Question> open = new HashMap<>();
  private final Map<AttemptKey, Answer> answers = new HashMap<>();

  private final boolean some;

  /**
   * Of a run.
   *
   * @param some whether programs ask in it
   */
  QuestionPromise(boolean some) {
    this.some = some;
  }

  /** Whether the program of this attempt asks. */
  boolean asks(AttemptKey key) {
    return some && key.fence() % ASKING_EACH == 0;
  }

  static Question of(AttemptKey key) {
    return new Question("q", Question.Kind.PERMISSION, "May it?", List.of(), "the work of " + key);
  }

  /** One more fact. */
  void hold(TaskEvent event) {
    switch (event) {
      case AttemptAsked e -> {
        require(open.put(e.attempt(), e.question()) == null, "%s asks twice at once", e.attempt());
        require(!answers.containsKey(e.attempt()), "%s asks what is answered", e.attempt());
      }
      case AttemptAnswered e -> {
        var asked = open.remove(e.attempt());
        require(asked != null, "%s is answered though it asks nothing", e.attempt());
        require(
            of(e.attempt()).payloadHash().equals(e.payload()),
            "%s is answered about another payload",
            e.attempt());
        answers.put(e.attempt(), e.answer());
      }
      case QuestionDropped e -> {
        var asked = open.remove(e.attempt());
        require(asked != null, "%s drops what it does not ask", e.attempt());
      }
      case AttemptEnded e ->
          require(!open.containsKey(e.attempt()), "%s ended with an open question", e.attempt());
      case TaskEvent _ -> {}
    }
  }

  /** A worker tells its program. */
  void told(AttemptKey key, Answer answer) {
    require(answer.equals(answers.get(key)), "%s is told %s, which is not durable", key, answer);
  }
}
