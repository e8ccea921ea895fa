package dev.godmode.kernel;

import dev.godmode.kernel.breaker.Breaker;
import dev.godmode.kernel.placement.TaskQueue.Outcome;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.Source;
import dev.godmode.protocol.task.StreamPolicy;
import dev.godmode.protocol.text.Spelling;
import java.time.Instant;
import java.util.Optional;

/** What must hold for a task to be placed at all, whichever the node. */
final class Admission {

  private Admission() {}

  /** What may be in the way of a task because of its agent. */
  private enum Bar {
    NO_AGENT(Outcome.AGENT_BARRED),
    NO_DRIVER(Outcome.AGENT_BARRED),
    NO_PROGRAM(Outcome.NO_PLACE),
    SERVES(Outcome.NO_PLACE),
    AGENT_FULL(Outcome.AGENT_BARRED),
    AGENT_SCALED(Outcome.AGENT_BARRED),
    BREAKER_OPEN(Outcome.NO_PLACE);

    private final Outcome outcome;

    Bar(Outcome outcome) {
      this.outcome = outcome;
    }
  }

  /** Whether the stream may have one more task placed. */
  static boolean admits(State state, String stream) {
    var policy = state.fleet().stream(stream);
    return policy.paused().isEmpty() && !isFull(state, policy);
  }

  private static boolean isFull(State state, StreamPolicy policy) {
    return policy.maxRunning().isPresent()
        && state.runningInStream(policy.stream()) >= policy.maxRunning().get();
  }

  /** What its agent being in the way means for the queue; empty when it is not. */
  static Optional<Outcome> barred(State state, Task task, Instant now) {
    return bar(state, task, now).map(bar -> bar.outcome);
  }

  private static Optional<Bar> bar(State state, Task task, Instant now) {
    var agent = state.fleet().agent(task.spec().agentType());
    if (agent.isEmpty()) {
      return Optional.of(Bar.NO_AGENT);
    }
    var profile = agent.get();
    if (!AgentProfile.DRIVERS.contains(profile.driver())) {
      return Optional.of(Bar.NO_DRIVER);
    }
    if (ServingDesk.serves(profile) && task.spec().keep().isEmpty()) {
      return Optional.of(Bar.SERVES);
    }
    if (state.running(profile.type()) >= profile.maxRunning()) {
      return Optional.of(Bar.AGENT_FULL);
    }
    if (state.running(profile.type()) >= ScalingDesk.cap(state, profile.type())) {
      return Optional.of(Bar.AGENT_SCALED);
    }
    if (profile.driver().equals(AgentProfile.COMMAND_DRIVER)
        && task.spec().command().isEmpty()
        && profile.command().isEmpty()) {
      return Optional.of(Bar.NO_PROGRAM);
    }
    return breaker(state, task, now).map(_ -> Bar.BREAKER_OPEN);
  }

  /** What is kept running has brakes of its own. */
  private static Optional<Breaker> breaker(State state, Task task, Instant now) {
    var breakers = state.fleet().breakers();
    return breakers.open().isEmpty() || task.spec().keep().isPresent()
        ? Optional.empty()
        : breakers.barring(
            task.spec().agentType(), task.spec().source().map(Source::repository), now);
  }

  /** What is in the way, as a sentence with its mend; empty when nothing is. */
  static String obstacle(State state, Task task, Instant now) {
    var ofStream = obstacle(state, task.spec().stream());
    return ofStream.isEmpty()
        ? bar(state, task, now)
            .map(bar -> words(bar, state, task, now))
            .or(
                () ->
                    task.spec()
                        .throttle()
                        .flatMap(throttle -> state.throttles().obstacle(throttle, now)))
            .orElse("")
        : ofStream;
  }

  private static String obstacle(State state, String stream) {
    var policy = state.fleet().stream(stream);
    var name = stream.isEmpty() ? "-" : stream;
    if (policy.paused().isPresent()) {
      return "stream '%s' is paused (%s): gm stream resume %s"
          .formatted(name, policy.paused().get(), name);
    }
    return isFull(state, policy)
        ? "stream '%s' runs %d at once, as many as its max_running allows"
            .formatted(name, policy.maxRunning().orElse(0))
        : "";
  }

  private static String words(Bar bar, State state, Task task, Instant now) {
    var type = task.spec().agentType();
    var profile = state.fleet().agent(type);
    return switch (bar) {
      case NO_AGENT ->
          "there is no agent '%s'%s: add agents/%s.yaml to the workspace"
              .formatted(type, Spelling.hint(type, state.fleet().agents().keySet()), type);
      case NO_DRIVER ->
          "agent '%s' wants the driver '%s', which is not here"
              .formatted(type, profile.map(AgentProfile::driver).orElse(""));
      case NO_PROGRAM ->
          "it has no program: give the task a command, or agents/%s.yaml one".formatted(type);
      case SERVES ->
          "agent '%s' serves models and takes no tasks: ask it at /v1, gm models tells for what"
              .formatted(type);
      case AGENT_FULL ->
          "agent '%s' runs %d at once, as many as its max_running allows"
              .formatted(type, profile.map(AgentProfile::maxRunning).orElse(0));
      case AGENT_SCALED ->
          "agent '%s' is scaled to %d at once: gm scaling %s tells why"
              .formatted(type, ScalingDesk.cap(state, type), type);
      case BREAKER_OPEN ->
          breaker(state, task, now).map(open -> BreakerDesk.words(state, open)).orElse("");
    };
  }
}
