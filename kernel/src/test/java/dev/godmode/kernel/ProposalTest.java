package dev.godmode.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.Command.AcceptProposal;
import dev.godmode.kernel.Command.ProposeChange;
import dev.godmode.kernel.Command.RejectProposal;
import dev.godmode.kernel.Command.SettleProposal;
import dev.godmode.kernel.ProposalTransitions.Move;
import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.document.Proposal;
import dev.godmode.protocol.document.ProposalState;
import dev.godmode.protocol.event.FleetEvent.ProposalAccepted;
import dev.godmode.protocol.event.FleetEvent.ProposalEvent;
import dev.godmode.protocol.event.FleetEvent.ProposalMade;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Changes of documents that wait for a person. */
class ProposalTest {

  private final Scenario s = new Scenario();

  @Test
  void one_waits_until_a_person_says_yes_to_exactly_what_they_saw() {
    var one = propose("p1", "builder", "t1");

    assertThat(refusal(new AcceptProposal("p1", ContentHash.of("else"), "ada", "")))
        .contains("what you saw is not what this proposal is");
    assertThat(state("p1")).isEqualTo(ProposalState.OPEN);
    s.send(new AcceptProposal("p1", one.payload(), "ada", "good idea"));

    assertThat(state("p1")).isEqualTo(ProposalState.ACCEPTED);
    assertThat(s.events(ProposalAccepted.class))
        .containsExactly(new ProposalAccepted("p1", one.payload(), "ada", "good idea"));
  }

  @Test
  void a_payload_is_of_path_base_and_content_together() {
    var one = proposal("p1", "builder", "t1");

    assertThat(one.payload()).isNotEqualTo(with(one, "design_docs/b.md", one.base()).payload());
    assertThat(one.payload()).isNotEqualTo(with(one, one.path(), Optional.empty()).payload());
  }

  @Test
  void nothing_is_decided_twice() {
    var one = propose("p1", "builder", "t1");
    s.send(new RejectProposal("p1", "ada", "no"));

    assertThat(refusal(new AcceptProposal("p1", one.payload(), "bob", "")))
        .contains("decided already: rejected by ada");
    assertThat(refusal(new RejectProposal("p1", "bob", "no"))).contains("decided already");
    assertThat(refusal(new RejectProposal("p9", "bob", "no"))).contains("no proposal p9");
  }

  @Test
  void the_same_change_waits_once() {
    propose("p1", "builder", "t1");
    var again =
        new Proposal(
            "p2",
            "design_docs/a.md",
            Optional.of(ContentHash.of("base")),
            ContentHash.of("p1"),
            3,
            "attempt:t2#1/1",
            Optional.of(new TaskId("t2")),
            "fixer",
            "");

    assertThat(refusal(new ProposeChange(again))).contains("proposed already", "p1");
  }

  @Test
  void a_task_and_an_agent_may_have_so_many_open_ones_and_no_more() {
    for (var i = 0; i < ProposalDesk.OF_TASK_MAX; i++) {
      propose("p" + i, "builder", "t1");
    }
    assertThat(refusal(new ProposeChange(proposal("more", "builder", "t1"))))
        .contains("this task has 5 open proposals");
    for (var i = ProposalDesk.OF_TASK_MAX; i < ProposalDesk.OF_AGENT_MAX; i++) {
      propose("p" + i, "builder", "t" + i);
    }
    assertThat(refusal(new ProposeChange(proposal("more", "builder", "t99"))))
        .contains("agents of this type have 20");

    s.send(new RejectProposal("p0", "ada", ""));
    propose("more", "builder", "t1");
  }

  @Test
  void all_together_they_have_a_limit_too() {
    for (var i = 0; i < ProposalDesk.OPEN_MAX; i++) {
      propose("p" + i, "agent" + i / 10, "t" + i);
    }

    assertThat(refusal(new ProposeChange(proposal("more", "other", "other"))))
        .contains("there are 200 open proposals");
  }

  @Test
  void of_those_that_were_decided_a_few_are_remembered() {
    for (var i = 0; i < Canon.DECIDED_KEPT + 10; i++) {
      propose("p" + i, "builder", "t1");
      s.send(new RejectProposal("p" + i, "ada", ""));
    }

    assertThat(s.kernel().fleet().canon().proposals()).hasSize(Canon.DECIDED_KEPT);
    assertThat(s.kernel().fleet().canon().proposal("p0")).isEmpty();
  }

  @Test
  void what_is_settled_stays_so_however_often_it_is_said() {
    var one = propose("p1", "builder", "t1");
    s.send(new SettleProposal("p1", Optional.empty()));
    assertThat(state("p1")).isEqualTo(ProposalState.OPEN);
    s.send(new AcceptProposal("p1", one.payload(), "ada", ""));
    s.send(new SettleProposal("p1", Optional.empty()));
    s.send(new SettleProposal("p1", Optional.of("it had changed")));

    assertThat(state("p1")).isEqualTo(ProposalState.APPLIED);
  }

  @Test
  void every_legal_move_is_taken() {
    var rejected = propose("rejected", "a", "t1");
    var applied = propose("applied", "a", "t1");
    var conflicted = propose("conflicted", "a", "t1");
    propose("lapsed", "a", "t1");
    s.send(new RejectProposal(rejected.id(), "ada", "no"));
    s.send(new AcceptProposal(applied.id(), applied.payload(), "ada", ""));
    s.send(new AcceptProposal(conflicted.id(), conflicted.payload(), "ada", ""));
    s.send(new SettleProposal(applied.id(), Optional.empty()));
    s.send(new SettleProposal(conflicted.id(), Optional.of("it had changed")));
    s.leap(ProposalDesk.LIFE);
    s.leap(Duration.ofSeconds(1));

    assertThat(state("lapsed")).isEqualTo(ProposalState.LAPSED);
    assertThat(state("conflicted")).isEqualTo(ProposalState.CONFLICTED);
    var taken = new HashSet<Move>();
    for (var id : new String[] {"rejected", "applied", "conflicted", "lapsed"}) {
      var at = ProposalState.OPEN;
      for (var event : s.events(ProposalEvent.class)) {
        if (event.proposal().equals(id) && !(event instanceof ProposalMade)) {
          var next = ProposalTransitions.after(at, event);
          taken.add(new Move(at, event.getClass(), next));
          at = next;
        }
      }
    }
    assertThat(taken).containsExactlyInAnyOrderElementsOf(ProposalTransitions.LEGAL);
  }

  private Proposal propose(String id, String agent, String task) {
    var one = proposal(id, agent, task);
    assertThat(s.send(new ProposeChange(one))).isEqualTo(new Reply.Done());
    return one;
  }

  private static Proposal proposal(String id, String agent, String task) {
    return new Proposal(
        id,
        "design_docs/a.md",
        Optional.of(ContentHash.of("base")),
        ContentHash.of(id),
        3,
        "attempt:%s#1/1".formatted(task),
        Optional.of(new TaskId(task)),
        agent,
        "it is better so");
  }

  private static Proposal with(Proposal one, String path, Optional<String> base) {
    return new Proposal(
        one.id(),
        path,
        base,
        one.content(),
        one.bytes(),
        one.author(),
        one.task(),
        one.agent(),
        one.why());
  }

  private String refusal(Command command) {
    return s.send(command) instanceof Reply.Refused(_, var why) ? why : "";
  }

  private ProposalState state(String id) {
    return s.kernel().fleet().canon().proposal(id).orElseThrow().state();
  }
}
