package dev.godmode.worker.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.task.ContainerSpec;
import dev.godmode.protocol.task.Ending;
import dev.godmode.worker.container.ContainerExecutor;
import dev.godmode.worker.container.EngineWatch;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoEngineTest {

  @TempDir Path home;

  @Test
  void without_an_engine_it_is_the_node_that_cannot_and_not_the_task_that_failed()
      throws Exception {
    var watch = new EngineWatch(List.of(home.resolve("none.sock")), "node", _ -> {});
    try (var node = new Node(home, ContainerExecutor.orProcess(watch, home))) {
      var report =
          node.run(AssignmentBuilder.program("true").container(ContainerSpec.of("busybox")));

      assertThat(report.ending()).isEqualTo(Ending.EXECUTOR_LOST);
      assertThat(report.ending().countsAsFailure()).isFalse();
      assertThat(report.reason()).isEqualTo("no container engine answers on this node");
    }
  }

  @Test
  void an_assignment_without_a_container_is_a_process_as_ever() throws Exception {
    var watch = new EngineWatch(List.of(), "node", _ -> {});
    try (var node = new Node(home, ContainerExecutor.orProcess(watch, home))) {
      assertThat(node.run(AssignmentBuilder.program("true")).ending()).isEqualTo(Ending.UNVERIFIED);
    }
  }
}
