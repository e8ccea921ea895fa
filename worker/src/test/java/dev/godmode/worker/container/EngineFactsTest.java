package dev.godmode.worker.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.node.Inventory;
import dev.godmode.worker.container.EngineFacts.Kind;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EngineFactsTest {

  private static final EngineFacts PODMAN = new EngineFacts(Kind.PODMAN, "5.2", "1.41", true);

  @Test
  void an_engine_is_a_tool_and_two_skills_more() {
    var machine = PODMAN.addedTo(Inventory.of("forge").skills(Set.of("linux")).build());

    assertThat(machine.tools()).containsEntry("podman", "5.2");
    assertThat(machine.skills()).containsExactlyInAnyOrder("linux", "podman", "container");
  }

  @Test
  void with_an_engine_a_machine_takes_the_same_agents_as_without() {
    var choosy = Inventory.of("forge").agents(Optional.of(Set.of("coder"))).build();

    assertThat(PODMAN.addedTo(choosy).agents()).isEqualTo(choosy.agents());
  }
}
