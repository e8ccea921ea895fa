package dev.godmode.testkit.contract;

import static dev.godmode.testkit.MailSamples.ADA;
import static dev.godmode.testkit.MailSamples.BOB;
import static dev.godmode.testkit.MailSamples.ELSEWHERE;
import static dev.godmode.testkit.MailSamples.KEPT;
import static dev.godmode.testkit.MailSamples.REVIEWER;
import static dev.godmode.testkit.MailSamples.answering;
import static dev.godmode.testkit.MailSamples.at;
import static dev.godmode.testkit.MailSamples.id;
import static dev.godmode.testkit.MailSamples.next;
import static dev.godmode.testkit.MailSamples.program;
import static dev.godmode.testkit.MailSamples.written;
import static dev.godmode.testkit.MailSamples.writtenByPerson;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.mail.Address;
import dev.godmode.control.mail.Correspondent.Program;
import dev.godmode.control.mail.Envelope;
import dev.godmode.control.mail.MailStore;
import dev.godmode.control.mail.MailStore.Listing;
import dev.godmode.control.mail.MailStore.Wanted;
import dev.godmode.protocol.task.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What a store of messages promises. */
public abstract class MailStoreContract {

  private static final Address TO_ADA = Address.task(ADA.attempt().task());
  private static final Address TO_REVIEWERS = Address.agent("reviewer");
  private static final Address BUILDS = Address.topic("builds");

  /** The same store, empty at first, at each call within one test. */
  protected abstract MailStore store();

  private List<String> taken(Program reader, String... topics) {
    return ids(store().take(new Wanted(reader, Set.of(topics), Optional.empty(), at(100), 10)));
  }

  private static List<String> ids(List<Envelope> messages) {
    return messages.stream().map(Envelope::id).toList();
  }

  private static Listing all(int limit) {
    return new Listing(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), limit);
  }

  @Test
  void a_message_comes_back_as_it_was() {
    var whole = answering(BOB, 2, TO_ADA, id(1));
    store().keep(whole);

    assertThat(store().find(id(2))).contains(whole);
    assertThat(store().find(id(3))).isEmpty();
  }

  @Test
  void what_was_written_to_a_task_its_attempt_takes_once_in_order() {
    store().keep(written(BOB, 1, TO_ADA));
    store().keep(written(REVIEWER, 2, TO_ADA));

    assertThat(taken(BOB)).isEmpty();
    assertThat(taken(ADA)).containsExactly(id(1), id(2));
    assertThat(taken(ADA)).isEmpty();
  }

  @Test
  void the_next_attempt_of_a_task_gets_all_of_it_again() {
    store().keep(written(BOB, 1, TO_ADA));
    taken(ADA);
    store().keep(written(BOB, 2, TO_ADA));

    assertThat(taken(next(ADA))).containsExactly(id(1), id(2));
  }

  @Test
  void what_was_written_to_an_agent_one_of_its_tasks_gets_and_keeps() {
    store().keep(written(ADA, 1, TO_REVIEWERS));
    var other = program("other", 1, "reviewer", "shop");

    assertThat(taken(REVIEWER)).containsExactly(id(1));
    assertThat(taken(other)).isEmpty();
    assertThat(taken(next(REVIEWER))).containsExactly(id(1));
    assertThat(store().find(id(1)).orElseThrow().takenBy()).contains(new TaskId("rev"));
  }

  @Test
  void many_who_take_at_once_get_each_message_once() throws Exception {
    for (var number = 1; number <= 40; number++) {
      store().keep(written(ADA, number, TO_REVIEWERS));
    }
    var all = new ArrayList<String>();
    try (var threads = Executors.newFixedThreadPool(8)) {
      var readers = new ArrayList<Callable<List<String>>>();
      for (var reader = 0; reader < 8; reader++) {
        var one = program("reader" + reader, 1, "reviewer", "shop");
        readers.add(() -> taken(one));
      }
      for (var result : threads.invokeAll(readers)) {
        all.addAll(result.get());
      }
    }
    for (var late = taken(REVIEWER); !late.isEmpty(); late = taken(REVIEWER)) {
      all.addAll(late);
    }

    assertThat(all).hasSize(40).doesNotHaveDuplicates();
  }

  @Test
  void a_topic_is_for_all_who_follow_it_but_its_author() {
    store().keep(written(ADA, 1, BUILDS));

    assertThat(taken(ADA, "builds")).isEmpty();
    assertThat(taken(BOB)).isEmpty();
    assertThat(taken(BOB, "builds")).containsExactly(id(1));
    assertThat(taken(REVIEWER, "builds", "other")).containsExactly(id(1));
  }

  @Test
  void nothing_leaves_its_stream_but_what_a_person_wrote_to_all() {
    store().keep(written(ADA, 1, TO_REVIEWERS));
    store().keep(writtenByPerson(2, TO_REVIEWERS));
    store().keep(writtenByPerson(3, BUILDS));

    assertThat(taken(ELSEWHERE, "builds")).containsExactly(id(2), id(3));
  }

  @Test
  void an_answer_can_be_taken_alone() {
    store().keep(written(BOB, 1, TO_ADA));
    store().keep(answering(BOB, 2, TO_ADA, "m00000"));

    var answers = store().take(new Wanted(ADA, Set.of(), Optional.of("m00000"), at(100), 10));

    assertThat(ids(answers)).containsExactly(id(2));
    assertThat(taken(ADA)).containsExactly(id(1));
  }

  @Test
  void what_has_expired_is_not_taken_and_goes_away() {
    store().keep(written(BOB, 1, TO_ADA));
    store().keep(written(BOB, 5, TO_ADA));
    var end = at(1).plus(KEPT);
    taken(ADA);

    assertThat(ids(store().take(new Wanted(next(ADA), Set.of(), Optional.empty(), end, 10))))
        .containsExactly(id(5));
    assertThat(store().expire(end)).isEqualTo(1);
    assertThat(ids(store().list(all(10)))).containsExactly(id(5));
  }

  @Test
  void pages_are_the_newest_first_of_a_stream_a_task_or_a_conversation() {
    store().keep(written(ADA, 1, TO_REVIEWERS));
    store().keep(answering(REVIEWER, 2, TO_ADA, id(1)));
    store().keep(written(ELSEWHERE, 3, BUILDS));
    store().keep(written(BOB, 4, BUILDS));
    store().keep(writtenByPerson(5, Address.PEOPLE));
    taken(REVIEWER);

    assertThat(ids(store().list(all(2)))).containsExactly(id(5), id(4));
    assertThat(ids(store().list(listing("shop", "", "", ""))))
        .containsExactly(id(5), id(4), id(2), id(1));
    assertThat(ids(store().list(listing("", "ada", "", "")))).containsExactly(id(2), id(1));
    assertThat(ids(store().list(listing("", "rev", "", "")))).containsExactly(id(2), id(1));
    assertThat(ids(store().list(listing("", "", id(1), "")))).containsExactly(id(2), id(1));
    assertThat(ids(store().list(listing("", "", "", id(3))))).containsExactly(id(2), id(1));
  }

  private static Listing listing(String stream, String task, String conversation, String before) {
    return new Listing(
        said(stream), said(task).map(TaskId::new), said(conversation), said(before), 10);
  }

  private static Optional<String> said(String word) {
    return Optional.of(word).filter(text -> !text.isEmpty());
  }

  @Test
  void it_knows_how_many_there_are_and_how_many_a_task_sent_lately() {
    store().keep(written(ADA, 1, TO_REVIEWERS));
    store().keep(written(ADA, 7, BUILDS));
    store().keep(written(BOB, 8, BUILDS));
    store().keep(writtenByPerson(9, BUILDS));

    assertThat(store().sentSince(ADA.attempt().task(), at(1))).isEqualTo(1);
    assertThat(store().count(Optional.of("shop"))).isEqualTo(3);
    assertThat(store().count(Optional.empty())).isEqualTo(1);
    assertThat(store().count(Optional.of("bank"))).isZero();
  }
}
