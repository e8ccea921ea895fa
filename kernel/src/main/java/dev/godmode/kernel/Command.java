package dev.godmode.kernel;

import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.document.Proposal;
import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.protocol.event.FleetEvent;
import dev.godmode.protocol.event.FleetEvent.MoneyEntered;
import dev.godmode.protocol.event.FleetEvent.Noted;
import dev.godmode.protocol.inference.ModelUse;
import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.Usage;
import dev.godmode.protocol.people.Role;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Checkout;
import dev.godmode.protocol.task.EndedDependency;
import dev.godmode.protocol.task.Question;
import dev.godmode.protocol.task.SecretGrant;
import dev.godmode.protocol.task.StreamPolicy;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A request to the kernel. Whatever is random or comes from outside is already in it. */
public sealed interface Command {

  /**
   * A new task.
   *
   * @param ended those of {@code spec.after()} that the caller knows to have ended and left the
   *     kernel
   */
  record SubmitTask(TaskId task, TaskSpec spec, List<EndedDependency> ended) implements Command {}

  /** Enters a task that ended before God Mode knew of it; state is terminal. */
  record RecordTask(
      TaskId task, TaskSpec spec, TaskState state, int attempts, String result, String reason)
      implements Command {}

  /** A new task that a person must look at before it may run. */
  record SubmitWaiting(TaskId task, TaskSpec spec, List<EndedDependency> ended, String question)
      implements Command {}

  /**
   * Changes what is asked for, while no attempt runs.
   *
   * @param ended those of {@code spec.after()} that the caller knows to have ended and left the
   *     kernel
   */
  record AmendTask(TaskId task, TaskSpec spec, List<EndedDependency> ended) implements Command {

    /** With no dependency that has left the kernel. */
    public AmendTask(TaskId task, TaskSpec spec) {
      this(task, spec, List.of());
    }
  }

  record CancelTask(TaskId task, String reason) implements Command {}

  /**
   * Try again: a live task at once instead of after its backoff, an ended one afresh.
   *
   * @param spec of the ended task as the tables have it
   * @param ended its dependencies that have ended
   */
  record RetryTask(TaskId task, TaskSpec spec, int attemptsMade, List<EndedDependency> ended)
      implements Command {}

  /** A person says yes to a task that waits for one. */
  record ApproveTask(TaskId task, String note) implements Command {}

  record HoldTask(TaskId task, String reason) implements Command {}

  record ReleaseTask(TaskId task) implements Command {}

  /** These ended tasks are projected: let go of those that nobody live depends on. */
  record ForgetTasks(Set<TaskId> tasks) implements Command {}

  /** A machine with a valid join code asks for an identity. */
  record EnrolNode(NodeId node, String hostName, String fingerprint, String joinSecretHash)
      implements Command {}

  /** A worker's stream opened and it said hello. */
  record ConnectNode(
      NodeId node, Inventory inventory, int slots, Usage usage, List<AttemptKey> running)
      implements Command {}

  /** What a connected node has is not what it told before. */
  record EquipNode(NodeId node, Inventory inventory) implements Command {}

  record Heartbeat(NodeId node, Usage usage, List<AttemptKey> running) implements Command {}

  /** The worker's stream closed, and no newer one of the same node is open. */
  record DisconnectNode(NodeId node, String reason) implements Command {}

  /**
   * Whether a running attempt gives signs of progress.
   *
   * @param idle for how long it has not; empty when it does
   */
  record NoteProgress(NodeId node, AttemptKey attempt, Optional<Duration> idle)
      implements Command {}

  /** Control has looked up what an attempt begins from. */
  record BaseAttempt(NodeId node, AttemptKey attempt, Checkout checkout) implements Command {}

  /** What an attempt changed was merged; see {@link FleetEvent.ChangeMerged}. */
  record NoteMerge(TaskId task, int attempt, String hash, Checkout base, String commit, String by)
      implements Command {}

  /** A rule left it to a person; see {@link FleetEvent.MergeHeld}. */
  record HoldMerge(TaskId task, int attempt, String hash, String rule, String why)
      implements Command {}

  /** An attempt's program asks a person, and waits. */
  record AskQuestion(NodeId node, AttemptKey attempt, Question question) implements Command {}

  /**
   * An attempt asks a person by itself, wherever its node is reached just now: who asks looks after
   * the answer.
   */
  record AskPerson(AttemptKey attempt, Question question) implements Command {}

  /** It needs no answer any more. */
  record DropQuestion(NodeId node, AttemptKey attempt, String question, String why)
      implements Command {}

  /**
   * A person, or a rule, answers.
   *
   * @param question its id
   * @param payload {@link Question#payloadHash} of what they saw
   */
  record AnswerQuestion(TaskId task, String question, String payload, Answer answer, String by)
      implements Command {}

  /**
   * An attempt's program runs.
   *
   * @param documents the snapshot of the documents that it was given
   */
  record StartAttempt(NodeId node, AttemptKey attempt, Optional<SnapshotMark> documents)
      implements Command {

    /** One that was given no documents. */
    public StartAttempt(NodeId node, AttemptKey attempt) {
      this(node, attempt, Optional.empty());
    }
  }

  /**
   * A worker's report.
   *
   * @param left the task as the tables have it, when the caller was told that it has left the
   *     kernel: the report is late then, but goes on record
   */
  record EndAttempt(NodeId node, AttemptKey attempt, AttemptReport report, Optional<Task> left)
      implements Command {

    public EndAttempt(NodeId node, AttemptKey attempt, AttemptReport report) {
      this(node, attempt, report, Optional.empty());
    }
  }

  /**
   * Credentials of the live attempts that fit count no more; of all when nothing is said.
   *
   * @param task whose attempt
   * @param agent whose type
   * @param node on which they run
   */
  record RevokeCredentials(
      Optional<TaskId> task, Optional<String> agent, Optional<NodeId> node, String reason)
      implements Command {}

  /** The attempt gets these secrets from its node's control; names only. */
  record GiveSecrets(NodeId node, AttemptKey attempt, List<SecretGrant> secrets)
      implements Command {}

  /** A secret has a value, or another one. */
  record NoteSecret(String secret, String source) implements Command {}

  /** A broker put a secret into so many calls of an attempt. */
  record NoteBrokered(String who, String broker, String secret, String target, int times)
      implements Command {}

  /** Brings to the ledger what was asked of a model. */
  record NoteModelUse(ModelUse use) implements Command {}

  /** Brings to the ledger what happened to things that are kept elsewhere. */
  record Note(Noted fact) implements Command {}

  /** Money was paid, or came in: for the record, and for totals. */
  record EnterMoney(MoneyEntered fact) implements Command {}

  /** Lets somebody in, or gives them another role. */
  record SetPerson(String name, Role role) implements Command {}

  record RemovePerson(String name) implements Command {}

  /** This policy is in force from now on. */
  record ApplyPolicy(String hash, String source) implements Command {}

  /** Somebody whom another vouches for has logged in. */
  record NoteLogin(String name, Role role, String witness, String subject, String line)
      implements Command {}

  /** Somebody was not let in, so many times. */
  record NoteDenial(String who, String what, String why, int times) implements Command {}

  /** The canonical documents were found to be these. */
  record TakeSnapshot(String tree, int documents, String author) implements Command {}

  /** What is kept of the documents there is not what was signed. */
  record DistrustDocuments(String where, String what) implements Command {}

  /** Somebody without a say over a document wants it to be changed. */
  record ProposeChange(Proposal proposal) implements Command {}

  /**
   * A person says yes to a change.
   *
   * @param payload of what the person saw
   */
  record AcceptProposal(String proposal, String payload, String by, String note)
      implements Command {}

  record RejectProposal(String proposal, String by, String reason) implements Command {}

  /**
   * An accepted change is written.
   *
   * @param conflict why it is not, and will not be
   */
  record SettleProposal(String proposal, Optional<String> conflict) implements Command {}

  record CordonNode(NodeId node, String reason) implements Command {}

  record UncordonNode(NodeId node) implements Command {}

  /** From now on the node may only run agents of these types; any when empty. */
  record AllowAgents(NodeId node, Optional<Set<String>> agents) implements Command {}

  record DrainNode(NodeId node, Instant deadline, boolean handOver) implements Command {}

  /** Two machines were seen with one node's identity. */
  record NoteClone(NodeId node, String why) implements Command {}

  record RemoveNode(NodeId node, String reason) implements Command {}

  /**
   * A persistent agent is to run: a new one, or one that was stopped.
   *
   * @param task that keeps a new one running
   * @param node the profile's when not said, else placement chooses
   */
  record StartAgent(TaskId task, String name, String type, Optional<String> node)
      implements Command {}

  /** It is ended and stays so, until it is started. */
  record StopAgent(String name, String reason) implements Command {}

  /** It is ended and started again; one that waits for a person goes on. */
  record RestartAgent(String name, String reason) implements Command {}

  /** It lives on this node from now on. */
  record MoveAgent(String name, String node) implements Command {}

  /** So many servers of models of a type are wanted from now on. */
  record ScaleServers(String type, int to, String reason) implements Command {}

  /** A server of models is not needed any more: it ends for good. */
  record DismissServer(String name, String reason) implements Command {}

  /** Nodes are to have a code at that commit, and attempts to begin from it. */
  record NameCode(String code, Checkout at) implements Command {}

  /** Some nodes are to have another commit of it first. */
  record TryCode(String code, String commit, Set<NodeId> nodes) implements Command {}

  /** What is tried is good for all. */
  record PromoteCode(String code) implements Command {}

  /** What is tried is good for nobody. */
  record TakeBackCode(String code, String reason) implements Command {}

  /** The fleet shares it no more. */
  record ForgetCode(String code) implements Command {}

  /** A node does not take what was named for it. */
  record NoteCode(String code, NodeId node, String why) implements Command {}

  record StopFleet(String reason) implements Command {}

  record ResumeFleet() implements Command {}

  /** A person's word that the nodes that fell silent at once are gone. */
  record BelieveLosses() implements Command {}

  /** A person's word that what a breaker is open for is mended. */
  record CloseBreaker(String breaker, String why) implements Command {}

  record SwitchAutopilot(boolean on) implements Command {}

  /** Treats a stream in this way from now on. */
  record SetStream(StreamPolicy policy) implements Command {}

  /** All profiles there are now: new and changed ones are declared, missing ones withdrawn. */
  record DeclareAgents(List<AgentProfile> profiles) implements Command {}

  record IssueJoinCode(String secretHash, Instant expires) implements Command {}

  record NoteRoadmapImport(String source, int imported, int quarantined) implements Command {}

  record NoteRoadmapConflict(String key, String reason) implements Command {}

  /** A control process took over this journal. Silence is counted from here. */
  record StartControl(String version) implements Command {}

  /** Another control is about to get the fleet's authority. */
  record AdmitStandby(String name) implements Command {}

  /** Time passes: leases, backoffs, deadlines, drains, approvals. */
  record Tick() implements Command {}
}
