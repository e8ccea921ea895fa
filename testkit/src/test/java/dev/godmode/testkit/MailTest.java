package dev.godmode.testkit;

import static dev.godmode.testkit.MailSamples.ADA;
import static dev.godmode.testkit.MailSamples.BOB;
import static dev.godmode.testkit.MailSamples.ELSEWHERE;
import static dev.godmode.testkit.MailSamples.NOON;
import static dev.godmode.testkit.MailSamples.REVIEWER;
import static dev.godmode.testkit.MailSamples.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.control.mail.Address;
import dev.godmode.control.mail.Correspondent;
import dev.godmode.control.mail.Correspondent.Person;
import dev.godmode.control.mail.Correspondent.Program;
import dev.godmode.control.mail.Directory;
import dev.godmode.control.mail.Envelope;
import dev.godmode.control.mail.Mail;
import dev.godmode.control.mail.Mail.Draft;
import dev.godmode.control.mail.MailLimits;
import dev.godmode.control.mail.MailStore.Listing;
import dev.godmode.control.outcome.Outcome;
import dev.godmode.control.outcome.Outcome.Done;
import dev.godmode.control.outcome.Outcome.Refused;
import dev.godmode.control.outcome.Outcome.Why;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may write to whom, and when a conversation ends. */
class MailTest {

  private static final Correspondent EVE = new Person("eve");

  /** What there is, and what has ended. */
  private static final Map<String, Directory.Entry> TASKS =
      Map.of(
          "ada", entry("ada", "shop", false),
          "bob", entry("bob", "shop", false),
          "old", entry("old", "shop", true),
          "far", entry("far", "bank", false));

  private final List<String> ledger = new ArrayList<>();
  private final AtomicInteger ids = new AtomicInteger();
  private Instant now = NOON;
  private final InMemoryMailStore store = new InMemoryMailStore();
  private final Mail mail =
      new Mail(
          store,
          new Directory() {
            @Override
            public Optional<Entry> task(TaskId id) {
              return Optional.ofNullable(TASKS.get(id.value()));
            }

            @Override
            public Set<String> agents() {
              return Set.of("builder", "reviewer");
            }
          },
          (cause, message) -> ledger.add(cause + " to " + message.to().word()),
          new Mail.Sources(
              () -> now,
              () -> MailSamples.id(ids.incrementAndGet()),
              (_, text) -> text.replace("hunter2", "[redacted]")));

  private static Directory.Entry entry(String task, String stream, boolean ended) {
    return new Directory.Entry(new TaskId(task), stream, ended);
  }

  private Outcome<Envelope> send(Correspondent from, String to, String text) {
    return mail.send(from, from.sender().who(), Draft.of(Address.parse(to), text));
  }

  private static Envelope done(Outcome<Envelope> outcome) {
    return switch (outcome) {
      case Done<Envelope>(var message) -> message;
      case Refused<Envelope>(_, var words) -> throw new AssertionError(words);
    };
  }

  private static String refused(Outcome<Envelope> outcome, Why why) {
    return switch (outcome) {
      case Refused<Envelope>(var said, var words) when said == why -> words;
      case Outcome<Envelope> other -> throw new AssertionError(other.toString());
    };
  }

  private List<Envelope> taken(Program reader, String... topics) {
    return mail.take(reader, Set.of(topics), 10);
  }

  @Test
  void what_is_sent_is_taken_by_whom_it_is_for_and_stands_in_the_ledger_without_its_text() {
    var sent = done(send(ADA, "task:bob", " The build is green. "));

    assertThat(taken(BOB)).containsExactly(sent);
    assertThat(sent.text()).isEqualTo("The build is green.");
    assertThat(sent.from()).isEqualTo(ADA.sender());
    assertThat(ledger).containsExactly("attempt:ada#1/1 to task:bob");
  }

  @Test
  void an_answer_goes_to_whoever_asked_and_stays_in_the_conversation() {
    var asked = done(send(ADA, "agent:reviewer", "Is this right?"));
    taken(REVIEWER);
    var answer = done(mail.send(REVIEWER, "cause", Draft.answering(asked.id(), "It is.")));

    assertThat(answer.to()).isEqualTo(Address.task(new TaskId("ada")));
    assertThat(answer.conversation()).isEqualTo(asked.id());
    assertThat(answer.hops()).isEqualTo(1);
    assertThat(mail.answer(ADA, asked)).contains(answer);
    assertThat(mail.answer(ADA, asked)).isEmpty();
  }

  @Test
  void people_write_to_tasks_and_agents_and_are_answered() {
    var asked = done(send(EVE, "task:ada", "How far are you?"));
    assertThat(taken(ADA)).containsExactly(asked);

    var answer = done(mail.send(ADA, "cause", Draft.answering(asked.id(), "Nearly there.")));

    assertThat(answer.to()).isEqualTo(Address.PEOPLE);
    assertThat(mail.answer(EVE, asked)).contains(answer);
    assertThat(taken(BOB)).isEmpty();
    assertThat(done(send(EVE, "agent:reviewer", "Be kind.")).stream()).isEmpty();
  }

  @Test
  void what_a_person_answers_stays_in_the_line_of_work_of_the_question() {
    var asked = done(send(ADA, "topic:builds", "Shall I go on?"));
    var answer =
        done(
            mail.send(
                EVE,
                "cause",
                new Draft(
                    Optional.of(Address.topic("builds")),
                    Optional.empty(),
                    "note",
                    "Go on.",
                    Optional.of(asked.id()),
                    Optional.empty())));

    assertThat(taken(BOB, "builds")).containsExactly(asked, answer);
    assertThat(taken(ELSEWHERE, "builds")).isEmpty();
  }

  @Test
  void who_answers_what_they_wrote_themselves_writes_once_more_to_the_same() {
    var asked = done(send(EVE, "task:ada", "How far are you?"));
    var again = done(mail.send(EVE, "cause", Draft.answering(asked.id(), "Hello?")));
    var noted = done(send(ADA, "topic:builds", "green"));
    var more = done(mail.send(ADA, "cause", Draft.answering(noted.id(), "and fast")));

    assertThat(again.to()).isEqualTo(asked.to());
    assertThat(more.to()).isEqualTo(noted.to());
  }

  @Test
  void nobody_writes_into_another_line_of_work_or_reads_there() {
    var words = refused(send(ADA, "task:far", "hello"), Why.NOT_FOUND);
    assertThat(words).isEqualTo("there is no task 'far' here");

    var there = done(send(ELSEWHERE, "topic:builds", "ours"));

    assertThat(taken(ADA, "builds")).isEmpty();
    refused(mail.show(ADA, there.id()), Why.NOT_FOUND);
    refused(mail.send(ADA, "cause", Draft.answering(there.id(), "mine")), Why.NOT_FOUND);
  }

  @Test
  void what_one_attempt_was_written_another_does_not_see() {
    var sent = done(send(ADA, "task:bob", "between us"));

    refused(mail.show(REVIEWER, sent.id()), Why.NOT_FOUND);
    assertThat(mail.list(REVIEWER, everything())).isEmpty();
    assertThat(mail.list(BOB, everything())).containsExactly(sent);
    assertThat(mail.list(EVE, everything())).containsExactly(sent);
  }

  private static Listing everything() {
    return new Listing(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 10);
  }

  @Test
  void whoever_cannot_read_it_is_not_written_to() {
    assertThat(refused(send(ADA, "task:old", "hello"), Why.INVALID)).contains("has ended");
    assertThat(refused(send(ADA, "agent:reviewr", "hello"), Why.NOT_FOUND))
        .contains("did you mean 'reviewer'");
    assertThat(ledger).isEmpty();
  }

  @Test
  void programs_that_answer_each_other_for_ever_are_stopped_and_a_person_lets_them_go_on() {
    var last = done(send(ADA, "task:bob", "ping"));
    for (var hop = 1; hop <= MailLimits.HOPS_MAX; hop++) {
      now = now.plus(MailLimits.RATE_WINDOW);
      last = done(mail.send(hop % 2 == 1 ? BOB : ADA, "cause", Draft.answering(last.id(), "pong")));
    }
    var once_more = mail.send(BOB, "cause", Draft.answering(last.id(), "pong"));

    assertThat(refused(once_more, Why.INVALID)).contains("16 times");

    var told = done(mail.send(EVE, "cause", Draft.answering(last.id(), "Go on.")));
    assertThat(told.hops()).isZero();
  }

  @Test
  void who_floods_is_told_to_wait_and_others_are_not() {
    for (var sent = 0; sent < MailLimits.SENT_MAX; sent++) {
      done(send(ADA, "topic:builds", "again"));
    }

    refused(send(ADA, "topic:builds", "again"), Why.TOO_OFTEN);
    done(send(BOB, "topic:builds", "mine"));
    done(send(EVE, "topic:builds", "mine"));
    now = now.plus(MailLimits.RATE_WINDOW).plusSeconds(1);
    done(send(ADA, "topic:builds", "again"));
  }

  @Test
  void a_secret_that_the_sender_was_given_is_struck_out() {
    assertThat(done(send(ADA, "task:bob", "it is hunter2")).text()).isEqualTo("it is [redacted]");
  }

  @Test
  void what_has_expired_is_gone() {
    var sent = done(send(ADA, "task:bob", "soon"));
    now = now.plus(MailLimits.KEPT_USUAL);

    assertThat(taken(BOB)).isEmpty();
    refused(mail.show(EVE, sent.id()), Why.NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aget:reviewer | did you mean 'agent'",
        "reviewer | goes to task:ID, agent:TYPE, topic:NAME or people",
        "topic:Big Builds | small letters",
        "task: | goes to task:ID"
      })
  void an_address_that_cannot_be_meant_is_told_what_one_looks_like(String word, String why) {
    assertThatThrownBy(() -> Address.parse(word))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void a_message_without_a_text_and_one_that_is_too_long_are_not_sent() {
    assertThatThrownBy(() -> send(ADA, "task:bob", " \u0000 ".replace("\u0000", "")))
        .hasMessageContaining("nothing to send");
    assertThatThrownBy(() -> send(ADA, "task:bob", "x".repeat(MailLimits.TEXT_MAX + 1)))
        .hasMessageContaining("16384");
  }

  @Test
  void a_message_is_kept_no_longer_than_it_may() {
    var draft =
        new Draft(
            Optional.of(Address.topic("builds")),
            Optional.empty(),
            "note",
            "hello",
            Optional.empty(),
            Optional.of(Duration.ofDays(31)));

    assertThat(refused(mail.send(ADA, "cause", draft), Why.INVALID)).contains("30 days");
  }

  @Test
  void an_agent_writes_to_the_others_of_its_kind() {
    var other = program("third", 1, "builder", "shop");
    var sent = done(send(ADA, "agent:builder", "who has the keys?"));

    assertThat(taken(ADA)).isEmpty();
    assertThat(taken(other)).extracting(Envelope::id).containsExactly(sent.id());
  }
}
