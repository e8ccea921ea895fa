package dev.godmode.kernel;

import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.text.Spelling;

/** What must hold for a task to be placed at all, whichever the node. */
final class Admission {

  private Admission() {}

  /** What is in the way of all tasks of a stream; empty when nothing is. */
  static String obstacle(State state, String stream) {
    var policy = state.fleet().stream(stream);
    var name = stream.isEmpty() ? "-" : stream;
    if (policy.paused().isPresent()) {
      return "stream '%s' is paused (%s): gm stream resume %s"
          .formatted(name, policy.paused().get(), name);
    }
    var most = policy.maxRunning().orElse(Integer.MAX_VALUE);
    if (state.runningInStream(stream) >= most) {
      return "stream '%s' runs %d at once, as many as its max_running allows".formatted(name, most);
    }
    return "";
  }

  /** What is in the way, as a sentence with its mend; empty when nothing is. */
  static String obstacle(State state, Task task) {
    var type = task.spec().agentType();
    var agent = state.fleet().agent(type);
    if (agent.isEmpty()) {
      return "there is no agent '%s'%s: add agents/%s.yaml to the workspace"
          .formatted(type, Spelling.hint(type, state.fleet().agents().keySet()), type);
    }
    var profile = agent.get();
    if (!AgentProfile.DRIVERS.contains(profile.driver())) {
      return "agent '%s' wants the driver '%s', which is not here"
          .formatted(type, profile.driver());
    }
    if (profile.driver().equals(AgentProfile.COMMAND_DRIVER)
        && task.spec().command().isEmpty()
        && profile.command().isEmpty()) {
      return "it has no program: give the task a command, or agents/%s.yaml one".formatted(type);
    }
    if (state.running(type) >= profile.maxRunning()) {
      return "agent '%s' runs %d at once, as many as its max_running allows"
          .formatted(type, profile.maxRunning());
    }
    var cap = ScalingDesk.cap(state, type);
    if (state.running(type) >= cap) {
      return "agent '%s' is scaled to %d at once: gm scaling %s tells why"
          .formatted(type, cap, type);
    }
    return "";
  }
}
