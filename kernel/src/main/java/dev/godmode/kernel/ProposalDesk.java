package dev.godmode.kernel;

import static dev.godmode.kernel.Turn.DONE;
import static dev.godmode.kernel.Turn.refused;

import dev.godmode.kernel.Command.AcceptProposal;
import dev.godmode.kernel.Command.ProposeChange;
import dev.godmode.kernel.Command.RejectProposal;
import dev.godmode.kernel.Command.SettleProposal;
import dev.godmode.kernel.Reply.Code;
import dev.godmode.protocol.document.Proposal;
import dev.godmode.protocol.document.ProposalState;
import dev.godmode.protocol.event.FleetEvent.ProposalAccepted;
import dev.godmode.protocol.event.FleetEvent.ProposalApplied;
import dev.godmode.protocol.event.FleetEvent.ProposalConflicted;
import dev.godmode.protocol.event.FleetEvent.ProposalLapsed;
import dev.godmode.protocol.event.FleetEvent.ProposalMade;
import dev.godmode.protocol.event.FleetEvent.ProposalRejected;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Changes of documents that wait for a person. A yes is bound to the payload that the person saw;
 * between the yes and the written document a proposal is <em>accepted</em>, so a control that dies
 * there knows what it still has to write.
 */
final class ProposalDesk {

  static final int OF_TASK_MAX = 5;
  static final int OF_AGENT_MAX = 20;
  static final int OPEN_MAX = 200;

  /** Nobody's silence is a yes. */
  static final Duration LIFE = Duration.ofDays(7);

  private ProposalDesk() {}

  static Reply propose(Turn turn, ProposeChange command) {
    var proposal = command.proposal();
    var canon = turn.state().fleet().canon();
    var twin =
        canon.open().filter(one -> one.proposal().payload().equals(proposal.payload())).findFirst();
    if (twin.isPresent()) {
      return refused(
          Code.CONFLICT,
          "the same change is proposed already, and waits for a person: %s",
          twin.get().proposal().id());
    }
    return tooMany(canon, proposal)
        .orElseGet(
            () -> {
              turn.emit(new ProposalMade(proposal));
              return DONE;
            });
  }

  private static Optional<Reply> tooMany(Canon canon, Proposal proposal) {
    if (proposal.task().isPresent()
        && count(canon, one -> one.task().equals(proposal.task())) >= OF_TASK_MAX) {
      return Optional.of(tooMany("this task has %d", OF_TASK_MAX));
    }
    if (!proposal.agent().isEmpty()
        && count(canon, one -> one.agent().equals(proposal.agent())) >= OF_AGENT_MAX) {
      return Optional.of(tooMany("agents of this type have %d", OF_AGENT_MAX));
    }
    return count(canon, _ -> true) >= OPEN_MAX
        ? Optional.of(tooMany("there are %d", OPEN_MAX))
        : Optional.empty();
  }

  private static long count(Canon canon, Predicate<Proposal> which) {
    return canon.open().map(Proposed::proposal).filter(which).count();
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would cost the kernel a library
  private static Reply tooMany(String who, int most) {
    return refused(
        Code.CONFLICT,
        who.formatted(most) + " open proposals, the most there may be: a person must decide first");
  }

  static Reply accept(Turn turn, AcceptProposal command) {
    return open(
        turn,
        command.proposal(),
        one -> {
          var payload = one.proposal().payload();
          if (!payload.equals(command.payload())) {
            return refused(
                Code.CONFLICT,
                "what you saw is not what this proposal is (its payload is %.12s, yours %.12s): look at it again",
                payload,
                command.payload());
          }
          turn.emit(
              new ProposalAccepted(command.proposal(), payload, command.by(), command.note()));
          return DONE;
        });
  }

  static Reply reject(Turn turn, RejectProposal command) {
    return open(
        turn,
        command.proposal(),
        _ -> {
          turn.emit(new ProposalRejected(command.proposal(), command.by(), command.reason()));
          return DONE;
        });
  }

  private static Reply open(Turn turn, String id, Function<Proposed, Reply> decide) {
    var known = turn.state().fleet().canon().proposal(id);
    if (known.isEmpty()) {
      return refused(Code.NOT_FOUND, "there is no proposal %s that waits", id);
    }
    return known
        .filter(one -> one.state() == ProposalState.OPEN)
        .map(decide)
        .orElseGet(
            () ->
                refused(
                    Code.CONFLICT,
                    "proposal %s was decided already: %s by %s",
                    id,
                    known.get().state().name().toLowerCase(Locale.ROOT),
                    known.get().by().isEmpty() ? "nobody" : known.get().by()));
  }

  /** The same word again changes nothing: control may have died before it heard the answer. */
  static Reply settle(Turn turn, SettleProposal command) {
    var waits =
        turn.state()
            .fleet()
            .canon()
            .proposal(command.proposal())
            .filter(one -> one.state() == ProposalState.ACCEPTED);
    if (waits.isPresent()) {
      turn.emit(
          command.conflict().isEmpty()
              ? new ProposalApplied(command.proposal())
              : new ProposalConflicted(command.proposal(), command.conflict().get()));
    }
    return DONE;
  }

  /** Lets those go that nobody decided about in time. */
  static void look(Turn turn) {
    var over = turn.now().minus(LIFE);
    var late =
        turn.state()
            .fleet()
            .canon()
            .open()
            .filter(one -> one.madeAt().isBefore(over))
            .map(one -> one.proposal().id())
            .toList();
    List.copyOf(late).forEach(id -> turn.emit(new ProposalLapsed(id)));
  }
}
