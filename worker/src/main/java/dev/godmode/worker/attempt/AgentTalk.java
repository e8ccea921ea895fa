package dev.godmode.worker.attempt;

import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.protocol.stream.LogLine.Source;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.AgentDriver;
import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.Assignment;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Question;
import dev.godmode.protocol.text.Visible;
import dev.godmode.worker.driver.Brief;
import dev.godmode.worker.driver.Conversation;
import dev.godmode.worker.driver.Dialect;
import dev.godmode.worker.driver.Dialects;
import dev.godmode.worker.driver.Happening.StepBegan;
import dev.godmode.worker.driver.Happening.StepEnded;
import dev.godmode.worker.executor.Program;
import dev.godmode.worker.log.LogPump;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The conversation of one attempt: between its program and control, with the log listening. */
final class AgentTalk {

  private static final System.Logger LOG = System.getLogger(AgentTalk.class.getName());

  private final AttemptKey attempt;
  private final TalkMemory memory;
  private final Dialect.Opening opening;
  private final Conversation conversation;
  private final UnaryOperator<String> redact;
  private final Consumer<WorkerMessage> tell;
  private final StepTeller steps;

  private AgentTalk(
      AttemptKey attempt,
      TalkMemory memory,
      Dialect dialect,
      Consumer<WorkerMessage> tell,
      LogPump log,
      UnaryOperator<String> redact) {
    this.attempt = attempt;
    this.memory = memory;
    this.opening = dialect.opening();
    this.tell = tell;
    this.redact = redact;
    this.steps = new StepTeller(attempt, tell, this::shown, System::nanoTime);
    this.conversation = new Conversation(dialect, new Hearing(log));
  }

  /**
   * The conversation that an assignment asks for; empty when nobody speaks to its program.
   *
   * @throws IOException when the folders for it cannot be used, in words for people
   */
  static Optional<AgentTalk> of(
      Assignment assignment,
      Workplace.Site site,
      Workplace workplace,
      Consumer<WorkerMessage> tell,
      LogPump log,
      Clock clock)
      throws IOException {
    var driver = AgentDriver.of(assignment.driver()).filter(AgentDriver::speaks);
    if (driver.isEmpty()) {
      return Optional.empty();
    }
    var memory = TalkMemory.in(site.memory(assignment));
    var brief =
        new Brief(
            prompt(assignment.goal(), memory.lesson()),
            assignment.command(),
            assignment.terms(),
            memory.program(),
            workplace.work(),
            memory.session(),
            workplace.variables(),
            workplace.admitted(assignment, site.door()),
            clock);
    return Optional.of(
        new AgentTalk(
            assignment.attempt(),
            memory,
            Dialects.of(driver.get(), brief),
            tell,
            log,
            workplace.redaction()::apply));
  }

  private static String prompt(String goal, Optional<String> lesson) {
    return lesson
        .map(
            why ->
                """
                This is another try at the task below. The try before did not do:

                %s

                Go on from what is there.

                %s"""
                    .formatted(why, goal))
        .orElse(goal);
  }

  Dialect.Opening opening() {
    return opening;
  }

  void begin(Program program) {
    conversation.begin(program, opening.lines());
  }

  void answered(String question, Answer answer) {
    conversation.answered(question, answer);
  }

  /** Control is back, and may have missed it. */
  void askAgain() {
    conversation.open().ifPresent(this::ask);
    steps.again();
  }

  private void ask(Question question) {
    tell.accept(new WorkerMessage.Asked(attempt, shown(question)));
  }

  /** As a person may see it: nothing that is secret, and nothing that hides something else. */
  private Question shown(Question question) {
    return new Question(
        question.id(),
        question.kind(),
        shown(question.text()),
        question.options().stream().map(this::shown).toList(),
        shown(question.payload()));
  }

  private String shown(String text) {
    return Visible.of(redact.apply(text));
  }

  /** Time that its program has waited for people: that is nobody's idleness. */
  Duration waited() {
    return conversation.waited();
  }

  boolean waits() {
    return conversation.open().isPresent();
  }

  /** The program is gone. */
  Conversation.Outcome end(int exit, String lastWords) throws InterruptedException {
    return conversation.end(exit, lastWords);
  }

  /** With what was used, and remembered for the next try. */
  AttemptReport report(AttemptReport report) {
    var whole = report.of(conversation.work());
    try {
      memory.learn(whole);
    } catch (IOException e) {
      LOG.log(WARNING, "not remembered attempt={0}: {1}", attempt, e.getMessage());
    }
    return whole;
  }

  private final class Hearing implements Conversation.Ear {

    private final LogPump log;

    Hearing(LogPump log) {
      this.log = log;
    }

    @Override
    public void printed(int bytes) {
      log.count(bytes);
    }

    @Override
    public void said(String text) {
      log.say(Source.STDOUT, text);
    }

    @Override
    public void stepBegan(StepBegan step) {
      steps.began(step);
    }

    @Override
    public void stepEnded(StepEnded step) {
      steps.ended(step);
    }

    @Override
    public void session(String id) {
      try {
        memory.session(id);
      } catch (IOException e) {
        LOG.log(WARNING, "session not noted attempt={0}: {1}", attempt, e.getMessage());
      }
    }

    @Override
    public void asks(Question question) {
      log.say(Source.SYSTEM, "asks a person: " + question.text());
      ask(question);
    }

    @Override
    public void asksNoMore(String question) {
      tell.accept(
          new WorkerMessage.AskedNoMore(attempt, question, "its program has gone on without"));
    }
  }
}
