package dev.godmode.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.breaker.Breaker;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Tasks of two agents with programs of their own, and how they fail. */
final class AlikeFailures {

  static final Duration BACKOFF = Duration.ofSeconds(1);

  final Scenario s = new Scenario();

  AlikeFailures() {
    s.declare(Scenario.agent("coder", 3, BACKOFF), Scenario.agent("writer", 3, BACKOFF));
  }

  static SpecBuilder work(String name) {
    return SpecBuilder.named(name).agent("coder").command();
  }

  List<TaskId> submit(int tasks) {
    return IntStream.range(0, tasks).mapToObj(n -> s.submit(work("w" + n))).toList();
  }

  void fail(TaskId task, String reason) {
    end(task, Ending.AGENT_FAILED, reason);
  }

  void end(TaskId task, Ending ending, String reason) {
    s.end(
        s.running(task).node(),
        s.attempt(task),
        AttemptReport.of(ending).reason(reason).took(Duration.ofSeconds(2)).build());
  }

  List<Breaker> open() {
    return s.kernel().fleet().breakers().open();
  }

  /** Three tasks on one node failed alike; the fourth waits. */
  List<TaskId> brokenOn(NodeId forge) {
    var tasks = submit(4);
    tasks.subList(0, 3).forEach(task -> fail(task, "cannot reach its model"));
    assertThat(open()).hasSize(1);
    assertThat(s.kernel().leased(forge)).containsExactly(tasks.get(3));
    end(tasks.get(3), Ending.STOPPED, "");
    return tasks;
  }
}
