package dev.godmode.worker.driver;

import static java.lang.System.Logger.Level.INFO;

import dev.godmode.protocol.task.AgentWork;
import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.Question;
import dev.godmode.protocol.task.Tokens;
import dev.godmode.worker.driver.Dialect.Turn;
import dev.godmode.worker.driver.Happening.Failed;
import dev.godmode.worker.executor.ExecutorLost;
import dev.godmode.worker.executor.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One program being spoken to. It asks a person one thing at a time; what it asks beside waits in
 * line. When it has said how it ended its input is closed, and it has a moment to go.
 */
public final class Conversation {

  private static final System.Logger LOG = System.getLogger(Conversation.class.getName());

  /** A tool's whole outcome may stand on a line. */
  static final int LINE_MAX_BYTES = 16 << 20;

  static final int QUESTIONS_MAX = 50;
  private static final int UNSAID_MAX = 1_000;
  private static final int READ_BYTES = 32 << 10;
  private static final Duration LAST_LINES_WAIT = Duration.ofSeconds(2);
  private static final Duration GO_WITHIN = Duration.ofSeconds(10);

  /** Said by nobody: closes the program's input. */
  private static final String HANG_UP = "";

  /** Who hears what happens. Called by one thread at a time; must not wait. */
  public interface Ear {
    void printed(int bytes);

    void said(String text);

    void stepBegan(Happening.StepBegan step);

    void stepEnded(Happening.StepEnded step);

    void session(String id);

    void asks(Question question);

    void asksNoMore(String question);
  }

  /**
   * How it ended, and what it used.
   *
   * @param failed why not well; empty when it is done
   * @param result what it said last; empty when it is not done
   */
  public record Outcome(Optional<Failed> failed, String result, AgentWork work) {}

  private final Dialect dialect;
  private final Ear ear;
  private final BlockingQueue<String> unsaid = new LinkedBlockingQueue<>(UNSAID_MAX);
  private final Deque<Question> questions = new ArrayDeque<>();
  private final CountDownLatch heardAll = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);
  private Optional<String> session = Optional.empty();
  private Tokens tokens = Tokens.NONE;
  private Optional<BigDecimal> cost = Optional.empty();
  private Optional<Instant> limitedUntil = Optional.empty();
  private Optional<Failed> failed = Optional.empty();
  private Optional<String> result = Optional.empty();
  private long waitedNanos;
  private long waitsSince;

  public Conversation(Dialect dialect, Ear ear) {
    this.dialect = dialect;
    this.ear = ear;
  }

  /** The program runs: says what is to be said first, and listens. */
  public synchronized void begin(Program program, List<String> first) {
    first.forEach(this::say);
    Thread.ofVirtual().name("to-agent").start(() -> sayAll(program));
    Thread.ofVirtual().name("from-agent").start(() -> hearAll(program.output()));
  }

  private void sayAll(Program program) {
    try (var out = program.input()) {
      for (var line = unsaid.take(); !line.equals(HANG_UP); line = unsaid.take()) {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (IOException e) {
      LOG.log(INFO, "the program listens no more: {0}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    seeOff(program);
  }

  /** Its input is closed: it has a moment to go by itself. */
  private void seeOff(Program program) {
    try {
      if (!gone.await(GO_WITHIN.toMillis(), TimeUnit.MILLISECONDS) && isOver()) {
        program.kill();
      }
    } catch (ExecutorLost e) {
      LOG.log(INFO, "not ended after it said goodbye: {0}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isOver() {
    return failed.isPresent() || result.isPresent();
  }

  private void hearAll(InputStream in) {
    var line = new ByteArrayOutputStream();
    var chunk = new byte[READ_BYTES];
    try (in) {
      for (var n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        ear.printed(n);
        for (var i = 0; i < n; i++) {
          if (chunk[i] == '\n') {
            hear(line);
          } else if (line.size() < LINE_MAX_BYTES) {
            line.write(chunk[i]);
          }
        }
      }
      hear(line);
    } catch (IOException e) {
      // The program was killed: there is nothing more to hear.
    } finally {
      heardAll.countDown();
    }
  }

  private synchronized void hear(ByteArrayOutputStream bytes) {
    var line = bytes.toString(StandardCharsets.UTF_8).strip();
    bytes.reset();
    if (!line.isEmpty()) {
      follow(dialect.heard(line));
    }
  }

  private void follow(Turn turn) {
    turn.say().forEach(this::say);
    turn.happenings().forEach(this::happen);
  }

  private void say(String line) {
    if (!unsaid.offer(line)) {
      fail(dialect.gone(0, "it does not read what it is told"));
    }
  }

  private void happen(Happening happening) {
    switch (happening) {
      case Happening.Said(var text) -> ear.said(text);
      case Happening.StepBegan step -> ear.stepBegan(step);
      case Happening.StepEnded step -> ear.stepEnded(step);
      case Happening.SessionBegan(var id) -> {
        session = Optional.of(id);
        ear.session(id);
      }
      case Happening.Spent(var used, var dollars) -> {
        tokens = used;
        cost = dollars.or(() -> cost);
      }
      case Happening.Asks(var question) -> asks(question);
      case Happening.AsksNoMore(var id) -> asksNoMore(id);
      case Happening.Finished(var text) -> {
        if (!isOver()) {
          result = Optional.of(text);
          hangUp();
        }
      }
      case Failed failure -> fail(failure);
    }
  }

  private void fail(Failed failure) {
    if (!isOver()) {
      failed = Optional.of(failure);
      limitedUntil = failure.until();
      hangUp();
    }
  }

  private void hangUp() {
    if (!unsaid.offer(HANG_UP)) {
      unsaid.clear();
      unsaid.add(HANG_UP);
    }
  }

  private void asks(Question question) {
    if (question.payload().length() > Question.PAYLOAD_MAX_CHARS) {
      refuse(
          question,
          "what you ask for has %d characters, more than the %d that a person is shown: do it in smaller steps"
              .formatted(question.payload().length(), Question.PAYLOAD_MAX_CHARS));
    } else if (questions.size() >= QUESTIONS_MAX) {
      refuse(question, "you ask for too much at once: a person answers one after the other");
    } else {
      questions.add(question);
      if (questions.size() == 1) {
        waitsSince = System.nanoTime();
        ear.asks(question);
      }
    }
  }

  private void refuse(Question question, String why) {
    ear.said("refused by the worker: " + why);
    follow(dialect.answered(question.id(), new Answer.No(why)));
  }

  private void asksNoMore(String id) {
    var wasOpen = open().filter(question -> question.id().equals(id)).isPresent();
    if (wasOpen) {
      ear.asksNoMore(id);
      next();
    } else {
      questions.removeIf(question -> question.id().equals(id));
    }
  }

  /** The open one needs nothing more; the one behind it is asked. */
  private void next() {
    questions.poll();
    var now = System.nanoTime();
    waitedNanos += now - waitsSince;
    waitsSince = now;
    open().ifPresent(ear::asks);
  }

  /** The open question is answered; an answer to any other is late, and lets nothing happen. */
  public synchronized void answered(String question, Answer answer) {
    if (open().filter(asked -> asked.id().equals(question)).isPresent()) {
      next();
      follow(dialect.answered(question, answer));
    }
  }

  /** What it waits for. */
  public synchronized Optional<Question> open() {
    return Optional.ofNullable(questions.peek());
  }

  /** For how long it has waited for people, in all. */
  public synchronized Duration waited() {
    var open = questions.isEmpty() ? 0 : System.nanoTime() - waitsSince;
    return Duration.ofNanos(waitedNanos + open);
  }

  /**
   * The program is gone.
   *
   * @param lastWords what it printed last on its error stream; may be empty
   */
  public Outcome end(int exit, String lastWords) throws InterruptedException {
    gone.countDown();
    heardAll.await(LAST_LINES_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    return outcome(exit, lastWords);
  }

  private synchronized Outcome outcome(int exit, String lastWords) {
    if (!isOver()) {
      fail(dialect.gone(exit, lastWords));
    }
    return new Outcome(failed, result.orElse(""), work());
  }

  /** What it has used so far, whatever becomes of it. */
  public synchronized AgentWork work() {
    var dollars = cost.map(amount -> amount.toPlainString() + " USD");
    return new AgentWork(session, tokens, dollars, limitedUntil);
  }
}
