package dev.godmode.testkit.sim;

import dev.godmode.kernel.Command;
import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.NodeEvent.NodeDraining;
import dev.godmode.protocol.event.NodeEvent.NodeReported;
import dev.godmode.protocol.event.TaskEvent.AttemptEnded;
import dev.godmode.protocol.event.TaskEvent.TaskAmended;
import dev.godmode.protocol.event.TaskEvent.TaskRevived;
import dev.godmode.protocol.event.TaskEvent.TaskSubmitted;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.AttemptReportBuilder;
import dev.godmode.protocol.task.Demand;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.StreamPolicy;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.task.TaskSpecBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * How a kernel with a rule missing behaves, without a change of the kernel: it overhears a part of
 * a command, or forgets it right after, while the journal says what was asked for.
 */
final class Mischief {

  private static final Duration A_DAY = Duration.ofDays(1);

  private final Sabotage bug;

  Mischief(Sabotage bug) {
    this.bug = bug;
  }

  /** What the kernel hears of a command. */
  Command heard(Command said) {
    return switch (bug) {
      case SLOT_TOO_MANY ->
          said instanceof Command.ConnectNode c
              ? new Command.ConnectNode(
                  c.node(), c.inventory(), c.slots() + 1, c.usage(), c.running())
              : said;
      case REQUIREMENT_OVERHEARD -> asking(said, spec -> spec.requires(Set.of()));
      case ROOM_OVERHEARD -> asking(said, spec -> spec.demand(Demand.NONE));
      case THROTTLE_OVERHEARD -> asking(said, spec -> spec.throttle(Optional.empty()));
      case DEPENDENCY_OVERHEARD -> asking(said, spec -> spec.after(Set.of()));
      case FAILURE_OVERHEARD ->
          said instanceof Command.EndAttempt c && c.report().ending().countsAsFailure()
              ? new Command.EndAttempt(c.node(), c.attempt(), stopped(c.report()), c.left())
              : said;
      case DRAIN_CUT_SHORT ->
          said instanceof Command.DrainNode c
              ? new Command.DrainNode(c.node(), c.deadline().minus(A_DAY), c.handOver())
              : said;
      case DRAIN_ENDLESS ->
          said instanceof Command.DrainNode c
              ? new Command.DrainNode(c.node(), c.deadline().plus(A_DAY), c.handOver())
              : said;
      case Sabotage _ -> said;
    };
  }

  private static Command asking(Command said, UnaryOperator<TaskSpecBuilder> change) {
    return switch (said) {
      case Command.SubmitTask c ->
          new Command.SubmitTask(c.task(), changed(c.spec(), change), c.ended());
      case Command.AmendTask c ->
          new Command.AmendTask(c.task(), changed(c.spec(), change), c.ended());
      case Command.RetryTask c ->
          new Command.RetryTask(c.task(), changed(c.spec(), change), c.attemptsMade(), c.ended());
      case Command _ -> said;
    };
  }

  private static TaskSpec changed(TaskSpec spec, UnaryOperator<TaskSpecBuilder> change) {
    return change.apply(TaskSpecBuilder.from(spec)).build();
  }

  private static AttemptReport stopped(AttemptReport report) {
    return AttemptReportBuilder.from(report).ending(Ending.STOPPED).build();
  }

  /** An event as the journal has it, when the kernel heard something else than was said. */
  Event told(Command said, Event event) {
    return switch (event) {
      case NodeReported e when said instanceof Command.ConnectNode c ->
          new NodeReported(e.node(), e.inventory(), c.slots());
      case NodeDraining e when said instanceof Command.DrainNode c ->
          new NodeDraining(e.node(), c.deadline(), e.plan());
      case TaskSubmitted e when said instanceof Command.SubmitTask c ->
          new TaskSubmitted(e.task(), c.spec(), e.ended());
      case TaskAmended e when said instanceof Command.AmendTask c ->
          new TaskAmended(e.task(), c.spec(), e.ended());
      case TaskRevived e when said instanceof Command.RetryTask c ->
          new TaskRevived(e.task(), c.spec(), e.attemptsMade(), e.ended());
      case AttemptEnded e when said instanceof Command.EndAttempt c ->
          new AttemptEnded(e.attempt(), c.report());
      case Event _ -> event;
    };
  }

  /** Whether the journal never learns of an event. */
  boolean hides(Event event) {
    return bug == Sabotage.LOSS_NOT_RECORDED
        && event instanceof AttemptEnded e
        && e.report().ending() == Ending.ORPHANED;
  }

  /** What the kernel does right after a command, without a word in the journal. */
  Optional<Command> forgets(Command said) {
    return Optional.ofNullable(
        switch (bug) {
          case STREAM_LIMIT_FORGOTTEN, PAUSE_FORGOTTEN, WEIGHT_FORGOTTEN ->
              said instanceof Command.SetStream(var policy)
                  ? new Command.SetStream(less(policy))
                  : null;
          case AGENT_LIMIT_FORGOTTEN ->
              said instanceof Command.DeclareAgents(var profiles)
                  ? new Command.DeclareAgents(
                      profiles.stream()
                          .map(profile -> SpecOf.limited(profile, AgentProfile.UNLIMITED))
                          .toList())
                  : null;
          case STOP_FORGOTTEN ->
              said instanceof Command.StopFleet ? new Command.ResumeFleet() : null;
          case CORDON_FORGOTTEN ->
              said instanceof Command.CordonNode c ? new Command.UncordonNode(c.node()) : null;
          case HOLD_FORGOTTEN ->
              said instanceof Command.HoldTask c ? new Command.ReleaseTask(c.task()) : null;
          case BREAKER_FORGOTTEN ->
              said instanceof Command.EndAttempt c
                  ? new Command.CloseBreaker("b" + c.attempt().fence(), "")
                  : null;
          case Sabotage _ -> null;
        });
  }

  private StreamPolicy less(StreamPolicy policy) {
    return new StreamPolicy(
        policy.stream(),
        bug == Sabotage.WEIGHT_FORGOTTEN ? 1 : policy.weight(),
        bug == Sabotage.STREAM_LIMIT_FORGOTTEN ? Optional.empty() : policy.maxRunning(),
        bug == Sabotage.PAUSE_FORGOTTEN ? Optional.empty() : policy.paused());
  }
}
