package dev.godmode.worker.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.ContainerSpec;
import dev.godmode.protocol.task.ContainerSpec.Mount;
import dev.godmode.protocol.task.ContainerSpec.Network;
import dev.godmode.protocol.task.ContainerSpec.Pull;
import dev.godmode.protocol.task.Ending;
import dev.godmode.worker.container.ContainerExecutor;
import dev.godmode.worker.container.EngineWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The contract, and what only containers promise, against a real engine. Run by {@code .ci/real},
 * which says where the engine listens and what it can run.
 */
@Tag("engine")
class ContainerExecutorTest extends ExecutorContract {

  private static final Path SOCKET = Path.of(System.getProperty("engine.socket", "/nowhere"));
  private static final String IMAGE = System.getProperty("engine.image", "none");

  @Override
  Node nodeAt(Path folder) throws Exception {
    var watch = new EngineWatch(List.of(SOCKET), "node-of-the-contract", _ -> {});
    watch.look();
    return new Node(folder, ContainerExecutor.orProcess(watch, folder));
  }

  @Override
  AssignmentBuilder program(String... command) {
    return AssignmentBuilder.program(command).container(ContainerSpec.of(IMAGE));
  }

  /** Podman on cgroups of the first version tells only that something was killed. */
  @Override
  Set<Ending> endingsByMemory() {
    return Set.of(Ending.MEMORY_EXCEEDED, Ending.PROGRAM_FAILED);
  }

  @Test
  void nothing_but_its_workspace_and_tmp_can_be_written() throws Exception {
    var report =
        node.run(
            shell(
                "touch /x /bin/x /etc/x 2>/dev/null; ls /x /bin/x /etc/x 2>/dev/null;"
                    + " echo a > /tmp/a && echo b > b && cat /tmp/a b > \"$GODMODE_RESULT\""));

    assertThat(report.result()).isEqualTo("a\nb\n");
    assertThat(node.log()).isEmpty();
  }

  @Test
  void it_has_no_network_but_itself() throws Exception {
    var report =
        node.run(shell("ls /sys/class/net > \"$GODMODE_RESULT\"; ! wget -T 2 -q http://1.1.1.1/"));

    assertThat(report.ending()).isEqualTo(Ending.UNVERIFIED);
    assertThat(report.result().lines()).containsExactly("lo");
  }

  @Test
  void it_is_nobody_without_rights_and_sees_no_engine() throws Exception {
    var report =
        node.run(
            shell(
                "{ grep -E 'CapEff|CapBnd|NoNewPrivs' /proc/self/status;"
                    + " find / -name '*.sock' 2>/dev/null; } > \"$GODMODE_RESULT\""));

    assertThat(report.result().lines())
        .containsExactlyInAnyOrder(
            "CapEff:\t0000000000000000", "CapBnd:\t0000000000000000", "NoNewPrivs:\t1");
  }

  @Test
  void a_fork_bomb_meets_its_limit_and_its_attempt_ends() throws Exception {
    var small =
        new ContainerSpec(
            IMAGE, Pull.NEVER, Network.NONE, true, 0, 32, ContainerSpec.TMP_DEFAULT, List.of());

    var report =
        node.run(
            shell("bomb() { bomb | bomb & }; bomb 2>/dev/null; sleep 600")
                .container(small)
                .timeout(Duration.ofSeconds(4)));

    assertThat(report.ending()).isIn(Ending.TIMED_OUT, Ending.PROGRAM_FAILED);
    assertThat(node.run(shell("true").task("task2")).ending()).isEqualTo(Ending.UNVERIFIED);
  }

  @Test
  void an_image_that_is_not_there_is_named_with_what_to_do() throws Exception {
    var report = node.run(program("true").container(ContainerSpec.of("no/such-image:1")));

    assertThat(report.ending()).isEqualTo(Ending.COULD_NOT_START);
    assertThat(report.reason()).contains("no image 'no/such-image:1'").contains("pull");
  }

  @Test
  void an_image_that_cannot_be_pulled_says_why() throws Exception {
    var pulled =
        new ContainerSpec(
            "127.0.0.1:1/no/such:1", Pull.MISSING, Network.NONE, true, 0, 32, 1 << 20, List.of());

    var report = node.run(program("true").container(pulled));

    assertThat(report.ending()).isEqualTo(Ending.COULD_NOT_START);
    assertThat(report.reason()).contains("'127.0.0.1:1/no/such:1' cannot be pulled");
  }

  @Test
  void a_mount_of_the_engines_socket_or_the_workers_folder_is_refused() throws Exception {
    assertThat(node.run(mounting(SOCKET.toString())).reason())
        .contains("socket")
        .contains("refused");
    assertThat(node.run(mounting(SOCKET.resolveSibling("").toString()).task("task2")).reason())
        .contains("refused");
    assertThat(node.run(mounting("/").task("task3")).reason()).contains("refused");
    assertThat(node.run(mounting(home.toString()).task("task4")).reason()).contains("refused");
  }

  private AssignmentBuilder mounting(String place) {
    return program("true")
        .container(
            new ContainerSpec(
                IMAGE,
                Pull.NEVER,
                Network.NONE,
                true,
                0,
                32,
                1 << 20,
                List.of(new Mount(place, "/inside", false))));
  }

  @Test
  void what_is_mounted_can_be_read_and_not_written() throws Exception {
    var report =
        node.run(
            mounting("/usr/share/doc")
                .command("ls /inside > \"$GODMODE_RESULT\"; ! touch /inside/x"));

    assertThat(report.ending()).isEqualTo(Ending.UNVERIFIED);
    assertThat(report.result()).isNotEmpty();
  }

  @Test
  void what_a_killed_worker_left_is_removed_when_the_next_one_finds_the_engine() throws Exception {
    node.begin(shell("echo here; sleep 600"));
    node.awaitLine("here");

    var next = new EngineWatch(List.of(SOCKET), "node-of-the-contract", _ -> {});
    next.look();

    assertThat(node.await(WorkerMessage.Ended.class).report().ending())
        .isIn(Ending.PROGRAM_FAILED, Ending.EXECUTOR_LOST);
  }
}
