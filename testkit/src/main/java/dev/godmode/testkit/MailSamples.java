package dev.godmode.testkit;

import dev.godmode.control.mail.Address;
import dev.godmode.control.mail.Correspondent.Program;
import dev.godmode.control.mail.Envelope;
import dev.godmode.control.mail.Sender;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Messages and their readers, for tests. */
public final class MailSamples {

  public static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  /** How long they are kept. */
  public static final Duration KEPT = Duration.ofHours(1);

  public static final Program ADA = program("ada", 1, "builder", "shop");
  public static final Program BOB = program("bob", 1, "builder", "shop");
  public static final Program REVIEWER = program("rev", 1, "reviewer", "shop");
  public static final Program ELSEWHERE = program("far", 1, "reviewer", "bank");

  private MailSamples() {}

  /** The program of an attempt at a task of this name. */
  public static Program program(String task, int attempt, String agent, String stream) {
    var key = new AttemptKey(new TaskId(task), attempt, attempt);
    return new Program("attempt:" + key, key, agent, stream);
  }

  /** The same task's next attempt. */
  public static Program next(Program program) {
    return program(
        program.attempt().task().value(),
        program.attempt().number() + 1,
        program.agent(),
        program.stream());
  }

  /** Sent so many seconds after noon, by a program, within its stream. */
  public static Envelope written(Program sender, int number, Address to) {
    return message(sender.sender(), number, to, Optional.of(sender.stream()), Optional.empty());
  }

  /** The same, as the answer to another. */
  public static Envelope answering(Program sender, int number, Address to, String id) {
    return message(sender.sender(), number, to, Optional.of(sender.stream()), Optional.of(id));
  }

  /** From a person, to the whole fleet. */
  public static Envelope writtenByPerson(int number, Address to) {
    return message(
        new Sender("eve", Optional.empty(), ""), number, to, Optional.empty(), Optional.empty());
  }

  private static Envelope message(
      Sender from, int number, Address to, Optional<String> stream, Optional<String> answers) {
    return new Envelope(
        id(number),
        from,
        to,
        stream,
        "note",
        "number " + number,
        answers,
        answers.orElse(id(number)),
        answers.isPresent() ? 1 : 0,
        at(number),
        at(number).plus(KEPT),
        Optional.empty());
  }

  /** "m00007". */
  public static String id(int number) {
    return "m%05d".formatted(number);
  }

  /** So many seconds after noon. */
  public static Instant at(int number) {
    return NOON.plusSeconds(number);
  }
}
