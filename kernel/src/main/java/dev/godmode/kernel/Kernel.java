package dev.godmode.kernel;

import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.node.NodeSigns;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.api.Explanation;
import dev.godmode.protocol.api.ScalingView;
import dev.godmode.protocol.api.StreamView;
import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SequencedCollection;

/**
 * The deterministic core. One thread owns it. {@link #handle} decides and applies what it decided;
 * {@link #apply} replays a fact that is already durable. Both lead to the same state.
 */
public final class Kernel {

  private final KernelSettings settings;
  private final State state;
  private Optional<Instant> lastTick = Optional.empty();
  private Instant lastSeen = Instant.EPOCH;

  public Kernel(KernelSettings settings, Snapshot snapshot) {
    this.settings = settings;
    this.state = new State(snapshot);
  }

  /** Decides what a command leads to, and applies its events to the state. */
  public Decision handle(Instant now, Command command) {
    lastSeen = now;
    var turn = new Turn(now, state, settings);
    return turn.decided(decide(turn, command));
  }

  /**
   * Gives queued tasks to nodes that have room. Due after commands; once for many of them, since
   * looking at a whole queue for each would cost more than all else.
   */
  public Decision place(Instant now) {
    var turn = new Turn(now, state, settings);
    ScalingDesk.review(turn);
    PlacementDesk.place(turn);
    return turn.decided(Turn.DONE);
  }

  private Reply decide(Turn turn, Command command) {
    return switch (command) {
      case Command.SubmitTask c -> TaskDesk.submit(turn, c);
      case Command.RecordTask c -> TaskDesk.record(turn, c);
      case Command.SubmitWaiting c -> TaskDesk.submitWaiting(turn, c);
      case Command.AmendTask c -> TaskDesk.amend(turn, c);
      case Command.CancelTask c -> TaskDesk.cancel(turn, c);
      case Command.RetryTask c -> TaskDesk.retry(turn, c);
      case Command.ApproveTask c -> TaskDesk.approve(turn, c);
      case Command.HoldTask c -> TaskDesk.hold(turn, c);
      case Command.ReleaseTask c -> TaskDesk.release(turn, c);
      case Command.ForgetTasks c -> TaskDesk.forget(turn, c);
      case Command.EnrolNode c -> NodeDesk.enrol(turn, c);
      case Command.ConnectNode c -> NodeDesk.connect(turn, c);
      case Command.EquipNode c -> NodeDesk.equip(turn, c);
      case Command.Heartbeat c -> NodeDesk.heartbeat(turn, c);
      case Command.DisconnectNode c -> NodeDesk.disconnect(turn, c);
      case Command.CordonNode c -> NodeDesk.cordon(turn, c);
      case Command.UncordonNode c -> NodeDesk.uncordon(turn, c);
      case Command.AllowAgents c -> NodeDesk.allow(turn, c);
      case Command.DrainNode c -> NodeDesk.drain(turn, c);
      case Command.NoteClone c -> NodeDesk.note(turn, c);
      case Command.RemoveNode c -> NodeDesk.remove(turn, c);
      case Command.NoteProgress c -> LeaseDesk.note(turn, c);
      case Command.BaseAttempt c -> ChangeDesk.base(turn, c);
      case Command.NoteMerge c -> ChangeDesk.note(turn, c);
      case Command.HoldMerge c -> ChangeDesk.hold(turn, c);
      case Command.AskQuestion c -> QuestionDesk.ask(turn, c);
      case Command.AskPerson c -> QuestionDesk.ask(turn, c);
      case Command.DropQuestion c -> QuestionDesk.drop(turn, c);
      case Command.AnswerQuestion c -> QuestionDesk.answer(turn, c);
      case Command.StartAttempt c -> LeaseDesk.start(turn, c);
      case Command.EndAttempt c -> LeaseDesk.end(turn, c);
      case Command.StartControl c -> FleetDesk.start(turn, c);
      case Command.StartAgent c -> AgentDesk.start(turn, c);
      case Command.StopAgent c -> AgentDesk.stop(turn, c);
      case Command.RestartAgent c -> AgentDesk.restart(turn, c);
      case Command.MoveAgent c -> AgentDesk.move(turn, c);
      case Command.ScaleServers c -> ServingDesk.scale(turn, c);
      case Command.DismissServer c -> ServingDesk.dismiss(turn, c);
      case Command.AdmitStandby c -> FleetDesk.admit(turn, c);
      case Command.StopFleet c -> FleetDesk.stop(turn, c);
      case Command.ResumeFleet _ -> FleetDesk.resume(turn);
      case Command.BelieveLosses _ -> SilenceBrake.release(turn);
      case Command.CloseBreaker c -> BreakerDesk.close(turn, c);
      case Command.SwitchAutopilot c -> FleetDesk.autopilot(turn, c);
      case Command.DeclareAgents c -> FleetDesk.declare(turn, c);
      case Command.SetStream c -> FleetDesk.set(turn, c);
      case Command.IssueJoinCode c -> FleetDesk.issue(turn, c);
      case Command.NoteRoadmapImport c -> FleetDesk.note(turn, c);
      case Command.RevokeCredentials c -> CredentialDesk.revoke(turn, c);
      case Command.GiveSecrets c -> SecretDesk.give(turn, c);
      case Command.NoteSecret c -> SecretDesk.note(turn, c);
      case Command.NoteBrokered c -> SecretDesk.note(turn, c);
      case Command.NoteModelUse c -> ModelDesk.note(turn, c);
      case Command.Note c -> NoteDesk.note(turn, c);
      case Command.EnterMoney c -> MoneyDesk.enter(turn, c);
      case Command.SetPerson c -> PeopleDesk.set(turn, c);
      case Command.RemovePerson c -> PeopleDesk.remove(turn, c);
      case Command.ApplyPolicy c -> PeopleDesk.apply(turn, c);
      case Command.NoteLogin c -> PeopleDesk.note(turn, c);
      case Command.NoteDenial c -> CredentialDesk.note(turn, c);
      case Command.TakeSnapshot c -> DocumentDesk.take(turn, c);
      case Command.DistrustDocuments c -> DocumentDesk.distrust(turn, c);
      case Command.ProposeChange c -> ProposalDesk.propose(turn, c);
      case Command.AcceptProposal c -> ProposalDesk.accept(turn, c);
      case Command.RejectProposal c -> ProposalDesk.reject(turn, c);
      case Command.SettleProposal c -> ProposalDesk.settle(turn, c);
      case Command.NameCode c -> CodeDesk.name(turn, c);
      case Command.TryCode c -> CodeDesk.attempt(turn, c);
      case Command.PromoteCode c -> CodeDesk.promote(turn, c);
      case Command.TakeBackCode c -> CodeDesk.takeBack(turn, c);
      case Command.ForgetCode c -> CodeDesk.forget(turn, c);
      case Command.NoteCode c -> CodeDesk.note(turn, c);
      case Command.NoteRoadmapConflict c -> FleetDesk.note(turn, c);
      case Command.Tick _ -> tick(turn);
    };
  }

  private Reply tick(Turn turn) {
    var last = lastTick.orElse(turn.now());
    lastTick = Optional.of(turn.now());
    return Clockwork.tick(turn, last);
  }

  /** Replays one durable event. */
  public void apply(Instant at, Event event) {
    state.apply(at, event);
  }

  /** What changed since the last call. */
  public Changes drainChanges() {
    return state.drainChanges();
  }

  public Optional<Task> task(TaskId id) {
    return state.tasks().find(id);
  }

  /** All tasks it holds: the live ones, and ended ones that are not forgotten yet. */
  public SequencedCollection<Task> tasks() {
    return Collections.unmodifiableSequencedCollection(state.tasks().all());
  }

  public Collection<Node> nodes() {
    return Collections.unmodifiableCollection(state.nodes().all());
  }

  public Optional<Node> node(NodeId id) {
    return state.nodes().find(id);
  }

  /** What the node's heartbeats said; empty when it was not heard of since control began. */
  public Optional<NodeSigns> signs(NodeId node) {
    return state.nodes().signs(node);
  }

  /** Tasks whose attempts are leased to the node. */
  public List<TaskId> leased(NodeId node) {
    return state.nodes().leased(node);
  }

  /** Every stream that has queued or running tasks, or is treated in its own way; by name. */
  public List<StreamView> streams() {
    return state.streams();
  }

  /** Tasks that keep persistent agents running, by the agents' names. */
  public List<Task> persistentAgents() {
    return state.tasks().kept();
  }

  /** Types of agents that are to be kept running and are not, by name. */
  public List<String> missingAgents() {
    return AgentDesk.missing(state);
  }

  /** Every type of agent that is scaled, and what would be decided now; by name. */
  public List<ScalingView> scaling(Instant now) {
    return ScalingDesk.views(state, now);
  }

  /**
   * What would be decided for a type if so many tasks were queued and the oldest had waited so
   * long, with what is so where nothing is said; empty when the type is not scaled.
   */
  public Optional<ScalingView> rehearseScaling(
      Instant now, String type, Optional<Integer> queued, Optional<Duration> oldestWait) {
    return ScalingDesk.rehearse(state, type, now, queued, oldestWait);
  }

  /** How many tasks have not ended. */
  public int live() {
    return state.tasks().live();
  }

  /** How many tasks wait for a place. */
  public int queued() {
    return state.queue().size();
  }

  /** How many attempts are leased. */
  public int running() {
    return state.running();
  }

  public Fleet fleet() {
    return state.fleetWithTrail();
  }

  /**
   * Why a task is where it is: each node's rules, and the smallest change that would let it run.
   */
  public Optional<Explanation> explain(TaskId task) {
    return state.tasks().find(task).map(found -> Explainer.explain(state, found, lastSeen));
  }
}
