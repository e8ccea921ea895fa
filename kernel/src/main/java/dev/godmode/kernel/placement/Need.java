package dev.godmode.kernel.placement;

import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.ContainerSpec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a task asks of a node: tasks with an equal need are placed alike, so that one that fits
 * nowhere speaks for all.
 *
 * @param requires skill tags of the task and of its agent
 * @param ownCommand the task brings its own program
 * @param node the name of the one node it may run on
 */
public record Need(
    String agentType,
    Set<String> requires,
    Set<String> prefers,
    boolean ownCommand,
    Optional<String> node) {

  public static Need of(Task task, Map<String, AgentProfile> agents) {
    var requires = new TreeSet<>(task.spec().requires());
    Optional.ofNullable(agents.get(task.spec().agentType()))
        .ifPresent(profile -> addRequired(profile, requires));
    return new Need(
        task.spec().agentType(),
        requires,
        task.spec().prefers(),
        !task.spec().command().isEmpty(),
        task.spec().demand().node());
  }

  private static void addRequired(AgentProfile profile, Set<String> requires) {
    requires.addAll(profile.skills());
    profile.container().ifPresent(_ -> requires.add(ContainerSpec.SKILL));
  }
}
