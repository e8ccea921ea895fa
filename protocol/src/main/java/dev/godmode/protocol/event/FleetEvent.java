package dev.godmode.protocol.event;

import dev.godmode.protocol.document.Proposal;
import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.protocol.inference.ModelUse;
import dev.godmode.protocol.money.Money;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.people.Role;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.Checkout;
import dev.godmode.protocol.task.FailureRoute;
import dev.godmode.protocol.task.StreamPolicy;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Facts about the fleet as a whole. */
public sealed interface FleetEvent extends Event {

  /** A control process began to write this journal. */
  record ControlStarted(String version) implements FleetEvent {}

  /** Another control got the fleet's authority, and may stand by. */
  record StandbyAdmitted(String name) implements FleetEvent {}

  /** No new dispatch; what runs is stopped. Survives restarts until a person resumes. */
  record FleetStopped(String reason) implements FleetEvent {}

  record FleetResumed() implements FleetEvent {}

  /**
   * Most nodes fell silent at once: that may be control's own network, so none is declared lost.
   *
   * @param silent how many
   * @param of of how many that were there
   */
  record LossesFrozen(int silent, int of) implements FleetEvent {}

  /** Silence is believed again. */
  record LossesThawed(String reason) implements FleetEvent {}

  /** Off: tasks from the roadmap wait; tasks that a person submits still run. */
  record AutopilotSwitched(boolean on) implements FleetEvent {}

  record AgentDeclared(AgentProfile profile) implements FleetEvent {}

  record AgentWithdrawn(String agentType) implements FleetEvent {}

  /** So many attempts of the type may run at once from now on. */
  record AgentScaled(String agentType, int from, int to, String reason) implements FleetEvent {}

  /** How a stream is treated from now on. */
  record StreamSet(StreamPolicy policy) implements FleetEvent {}

  /** A join code may be used once until it expires; only the hash of its secret is kept. */
  record JoinCodeIssued(String secretHash, Instant expires) implements FleetEvent {}

  record JoinCodeUsed(String secretHash, NodeId node) implements FleetEvent {}

  /**
   * Somebody showed a credential and was not let in.
   *
   * @param who as far as it is known: {@code attempt:TASK#N/FENCE}, a person, or {@code somebody}
   * @param what they asked for, "GET /api/v1/tasks/{id}"
   * @param times how often, when the same was refused again and again
   */
  record AccessDenied(String who, String what, String why, int times) implements FleetEvent {}

  /** Facts about people. */
  sealed interface PersonEvent extends FleetEvent {}

  /**
   * Somebody whom another vouches for has logged in.
   *
   * @param name as the ledger names them
   * @param witness who vouches: a provider's issuer
   * @param subject who they are there, for ever
   * @param line the line of {@code people.yaml} that lets them in, in words
   */
  record PersonLoggedIn(String name, Role role, String witness, String subject, String line)
      implements PersonEvent {}

  /** Somebody is one of the people from now on, or has another role. */
  record PersonSet(String name, Role role) implements PersonEvent {}

  record PersonRemoved(String name) implements PersonEvent {}

  /**
   * A node holds an attempt under a fence that this journal never gave: the database is an older
   * one. No fence up to that one is given again.
   *
   * @param from the greatest that this journal knew
   * @param to the greatest that the node holds
   */
  record FencesRaised(NodeId node, long from, long to) implements FleetEvent {}

  /**
   * Another policy is in force.
   *
   * @param hash SHA-256 of its text, lower-case hex
   * @param source the file it comes from, or "built-in"
   */
  record PolicyApplied(String hash, String source) implements FleetEvent {}

  /** Facts about secrets; no fact holds one. */
  sealed interface SecretEvent extends FleetEvent {}

  /**
   * A secret has a value, or another one, from now on.
   *
   * @param secret its name
   * @param source where it is kept
   */
  record SecretSet(String secret, String source) implements SecretEvent {}

  /**
   * A broker put a secret into calls that an attempt made through it.
   *
   * @param who {@code attempt:TASK#N/FENCE}
   * @param broker the rule by which
   * @param target "GET api.github.com"
   * @param times how many calls, when the same was done again and again
   */
  record CallsBrokered(String who, String broker, String secret, String target, int times)
      implements SecretEvent {}

  /** Models were called through the gateway; calls of some seconds are told of as one. */
  record ModelsCalled(ModelUse use) implements FleetEvent {}

  /** What became of what an attempt changed; its task may have left long ago. */
  sealed interface MergeEvent extends FleetEvent {
    TaskId task();
  }

  /**
   * What an attempt changed is on the branch that it began from.
   *
   * @param hash of the patch that the yes was for
   * @param base what it began from
   * @param commit where the branch is now
   * @param by who said yes, or the rule
   */
  record ChangeMerged(
      TaskId task, int attempt, String hash, Checkout base, String commit, String by)
      implements MergeEvent {}

  /**
   * A rule that merges by itself left what an attempt changed to a person.
   *
   * @param hash of the patch
   * @param rule which one
   * @param why what spoke against it, in a sentence
   */
  record MergeHeld(TaskId task, int attempt, String hash, String rule, String why)
      implements MergeEvent {}

  /**
   * Somebody entered money that was paid or came in.
   *
   * @param entry its own id: said again, it counts once
   * @param amount below zero when it was paid
   * @param stream the line of work it belongs to; empty for none
   * @param source where it came from or went to, "shop", "hosting"
   */
  record MoneyEntered(String entry, Money amount, String stream, String source, String note)
      implements FleetEvent {}

  /** Facts about what is kept elsewhere; none holds a text, for a journal cannot forget. */
  sealed interface Noted extends FleetEvent {}

  /** More see a memory from now on. */
  record MemoryPromoted(String memory, String from, String to) implements Noted {}

  /** Memories are gone for good. */
  record MemoriesForgotten(List<String> memories) implements Noted {
    public MemoriesForgotten {
      memories = List.copyOf(memories);
    }
  }

  /**
   * A message is there for whoever it is for.
   *
   * @param to "agent:reviewer", see {@code gm message}
   * @param kind of message, as its sender calls it
   */
  record MessageSent(String message, String to, String kind) implements Noted {}

  /** Facts about breakers. */
  sealed interface BreakerEvent extends FleetEvent {
    String breaker();
  }

  /**
   * Attempts of several tasks failed alike, so nothing is placed on what they have in common.
   *
   * @param about the route in words, with its node's name at that time; entries of before have none
   * @param fingerprint how they failed, without what differs between them
   * @param reason what the last of them said
   * @param attempts which they were; none of them counts against its task
   * @param until when one attempt may try it
   * @param patience when that one has run for so long, it has not failed alike
   */
  record BreakerOpened(
      String breaker,
      FailureRoute route,
      Optional<String> about,
      String fingerprint,
      String reason,
      List<AttemptKey> attempts,
      Instant until,
      Duration patience)
      implements BreakerEvent {
    public BreakerOpened {
      attempts = List.copyOf(attempts);
    }
  }

  /** The attempt that tried it failed as those before. */
  record BreakerStaysOpen(String breaker, AttemptKey tried, Instant until)
      implements BreakerEvent {}

  record BreakerClosed(String breaker, String why) implements BreakerEvent {}

  /** Facts about the roadmap's file. */
  sealed interface RoadmapEvent extends FleetEvent {}

  record RoadmapImported(String source, int imported, int quarantined) implements RoadmapEvent {}

  /** The roadmap file and the database disagree about a line and a person must choose. */
  record RoadmapConflicted(String key, String reason) implements RoadmapEvent {}

  /** Facts about code that the fleet shares. */
  sealed interface CodeEvent extends FleetEvent {
    String code();
  }

  /** Nodes are to have it at that commit; a trial is over. */
  record CodeNamed(String code, Checkout at) implements CodeEvent {}

  /** Some nodes have that commit before the others do. */
  record CodeTried(String code, String commit, Set<NodeId> nodes) implements CodeEvent {
    public CodeTried {
      nodes = Set.copyOf(nodes);
    }
  }

  /** What was tried is for all. */
  record CodePromoted(String code, String commit) implements CodeEvent {}

  /** What was tried is for nobody: those who had it go back. */
  record CodeTakenBack(String code, String commit, String reason) implements CodeEvent {}

  /** The fleet does not share it any more. */
  record CodeForgotten(String code) implements CodeEvent {}

  /**
   * A node does not take what control named.
   *
   * @param node its name
   */
  record CodeRefused(String code, String node, String why) implements CodeEvent {}

  /** Facts about the canonical documents. */
  sealed interface DocumentEvent extends FleetEvent {}

  /**
   * The canonical documents are not what they were.
   *
   * @param documents how many there are now
   * @param author who changed the files, or whose proposal was accepted by whom
   */
  record SnapshotTaken(SnapshotMark mark, int documents, String author) implements DocumentEvent {}

  /** Facts about a proposal of a change; the first one is {@link ProposalMade}. */
  sealed interface ProposalEvent extends DocumentEvent {
    String proposal();
  }

  /** Somebody wants a document to be changed; it waits for a person. */
  record ProposalMade(Proposal made) implements ProposalEvent {
    @Override
    public String proposal() {
      return made.id();
    }
  }

  /**
   * A person said yes.
   *
   * @param payload {@link Proposal#payload} of what the person saw
   */
  record ProposalAccepted(String proposal, String payload, String by, String note)
      implements ProposalEvent {}

  record ProposalRejected(String proposal, String by, String reason) implements ProposalEvent {}

  /** Nobody decided in time. */
  record ProposalLapsed(String proposal) implements ProposalEvent {}

  /** The document is what was proposed. */
  record ProposalApplied(String proposal) implements ProposalEvent {}

  /** It was accepted, and could not be applied: the document had changed. */
  record ProposalConflicted(String proposal, String why) implements ProposalEvent {}

  /**
   * A document or a snapshot is not what control signed.
   *
   * @param where "control", or the node
   */
  record DocumentsDistrusted(String where, String what) implements DocumentEvent {}
}
