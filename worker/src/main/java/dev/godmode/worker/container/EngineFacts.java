package dev.godmode.worker.container;

import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.InventoryBuilder;
import dev.godmode.protocol.task.ContainerSpec;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an engine says of itself.
 *
 * @param rootless whether it runs as an ordinary user, whom root in a container is then
 */
public record EngineFacts(Kind kind, String version, String apiVersion, boolean rootless) {

  /** Whose engine it is. */
  public enum Kind {
    DOCKER("docker"),
    PODMAN("podman");

    private final String skill;

    Kind(String skill) {
      this.skill = skill;
    }

    public String skill() {
      return skill;
    }
  }

  /** What a machine has when it has this engine too. */
  public Inventory addedTo(Inventory machine) {
    var tools = new TreeMap<>(machine.tools());
    tools.put(kind.skill(), version);
    var skills = new TreeSet<>(machine.skills());
    skills.add(kind.skill());
    skills.add(ContainerSpec.SKILL);
    return InventoryBuilder.from(machine).tools(tools).skills(skills).build();
  }
}
