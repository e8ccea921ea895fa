package dev.godmode.kernel;

import static dev.godmode.kernel.SpecBuilder.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.api.Explanation;
import dev.godmode.protocol.event.NodeEvent.NodeClaimRefused;
import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.Inventory.Gpu;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.Usage;
import dev.godmode.protocol.task.Demand;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.Sticky;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskState;
import dev.godmode.protocol.task.Throttle;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each rule of placement as its owner would tell it. */
class PlacementRulesTest {

  private static final long GIB = 1L << 30;

  private final Scenario s = new Scenario();

  private static Demand demand(double cores, long memory, int gpus, long gpuMemory) {
    return new Demand(
        Optional.of(cores),
        Optional.of(memory),
        Optional.of(gpus),
        Optional.of(gpuMemory),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Demand on(String node) {
    return new Demand(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(node),
        Optional.empty());
  }

  private static Demand sticky(Optional<String> key, boolean required) {
    return new Demand(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new Sticky(key, Optional.of(required))));
  }

  private NodeId machine(String name, int cores, long memory, Gpu... gpus) {
    var id = s.enrolled(name);
    connect(id, cores, memory, 8, gpus);
    return id;
  }

  private void connect(NodeId id, int cores, long memory, int slots, Gpu... gpus) {
    s.send(
        new Command.ConnectNode(
            id,
            Inventory.of("host")
                .os("linux")
                .arch("amd64")
                .cores(cores)
                .memoryBytes(memory)
                .gpus(List.of(gpus))
                .tools(Map.of("git", "2.39.5"))
                .skills(Set.of("git", "java@17"))
                .version("0")
                .build(),
            slots,
            Usage.UNKNOWN,
            List.of()));
  }

  private Explanation why(TaskId task) {
    return s.kernel().explain(task).orElseThrow();
  }

  private String placeOf(TaskId task) {
    return s.node(s.running(task).node()).name();
  }

  // ---- resources

  @Test
  void what_a_lease_sets_aside_is_not_given_twice() {
    machine("forge", 4, 8 * GIB);
    var first = s.submit(named("a").demand(demand(3, 2 * GIB, 0, 0)));
    var second = s.submit(named("b").demand(demand(2, 2 * GIB, 0, 0)));

    assertThat(s.state(first)).isEqualTo(TaskState.RUNNING);
    assertThat(s.state(second)).isEqualTo(TaskState.QUEUED);
    assertThat(why(second).summary()).contains("nearest is forge: 1 core and 6 GiB free");

    s.end(first, Ending.UNVERIFIED);

    assertThat(s.state(second)).isEqualTo(TaskState.RUNNING);
  }

  @Test
  void a_graphics_processor_has_one_owner_who_is_told_which() {
    machine(
        "forge",
        4,
        8 * GIB,
        new Gpu("nvidia", "A100", 40 * GIB),
        new Gpu("nvidia", "T4", 16 * GIB));
    var small = s.submit(named("small").demand(demand(0, 0, 1, 8 * GIB)));
    var big = s.submit(named("big").demand(demand(0, 0, 1, 24 * GIB)));
    var third = s.submit(named("third").demand(demand(0, 0, 1, 0)));

    assertThat(s.dispatched(small).env())
        .containsEntry("CUDA_VISIBLE_DEVICES", "1")
        .containsEntry("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
    assertThat(s.dispatched(big).env()).containsEntry("CUDA_VISIBLE_DEVICES", "0");
    assertThat(s.state(third)).isEqualTo(TaskState.QUEUED);
    assertThat(why(third).summary()).contains("0 fitting gpus");
  }

  @Test
  void what_no_machine_has_is_never_and_the_nearest_is_told() {
    machine("forge", 4, 8 * GIB);

    assertThat(why(s.submit(named("a").demand(demand(64, 0, 0, 0)))))
        .returns(true, Explanation::never)
        .returns(
            "never, as the fleet is: no node has all it asks for; nearest is forge: asks 64 cores; has 4 cores, 8 GiB, no gpu; 4 cores and 8 GiB free",
            Explanation::summary);
  }

  @Test
  void a_node_that_lies_about_itself_is_cut_down_to_size_and_that_is_on_record_once() {
    var id = s.enrolled("liar");
    connect(id, 1_000_000, -5, 2);
    connect(id, 1_000_000, -5, 2);

    assertThat(s.events(NodeClaimRefused.class))
        .extracting(NodeClaimRefused::claim)
        .containsExactly(
            "claims 1000000 cores: counted as 8192", "claims -5 bytes of memory: counted as 0");
    assertThat(s.node(id).inventory().orElseThrow().cores()).isEqualTo(8_192);
  }

  // ---- tags

  @Test
  void a_version_that_is_required_is_had() {
    machine("forge", 4, 8 * GIB);

    assertThat(s.state(s.submit(named("a").requires("git@2.39", "Java<21"))))
        .isEqualTo(TaskState.RUNNING);
    assertThat(why(s.submit(named("b").requires("java>=21"))))
        .returns(true, Explanation::never)
        .returns(
            "never, as the fleet is: no node offers 'java>=21' (there is 17); nearest is forge",
            Explanation::summary)
        .returns("start a worker with ./gmup --skills java@21, or require less", Explanation::mend);
  }

  @Test
  void versions_that_exclude_each_other_are_never_whatever_the_fleet() {
    assertThat(why(s.submit(named("a").requires("java>=21", "java<17"))))
        .returns(true, Explanation::never)
        .returns("never: 'java>=21' and 'java<17' contradict each other", Explanation::summary);
  }

  @Test
  void a_tag_that_is_misspelt_is_refused_with_how_it_is_written() {
    var reply =
        s.send(
            new Command.SubmitTask(
                new TaskId("bad"), named("a").requires("java>=new").build(), List.of()));

    assertThat(reply)
        .isEqualTo(
            new Reply.Refused(
                Reply.Code.INVALID,
                "'java>=new' is not a skill tag like java, java>=21 or git@2.39: after '>=' comes a version of numbers and dots, like 21 or 2.39"));
  }

  // ---- pins, stickiness, locality

  @Test
  void a_pinned_task_runs_on_its_node_or_not_at_all() {
    machine("anvil", 4, 8 * GIB);
    machine("forge", 4, 8 * GIB);

    assertThat(placeOf(s.submit(named("a").demand(on("forge"))))).isEqualTo("forge");
    assertThat(why(s.submit(named("b").demand(on("forg")))).summary())
        .isEqualTo("never, as the fleet is: there is no node 'forg' (did you mean 'forge'?)");
    assertThat(why(s.submit(named("c").demand(on("forge")).requires("gpu"))))
        .returns(true, Explanation::never);
  }

  @Test
  void a_pin_does_not_set_a_required_skill_aside() {
    s.node("anvil", 2, "gpu");
    s.node("forge", 2, "git");

    assertThat(why(s.submit(named("a").demand(on("forge")).requires("gpu"))))
        .returns(true, Explanation::never)
        .returns(
            "never, as the fleet is: no node has all it asks for; nearest is forge: lacks gpu",
            Explanation::summary);
  }

  @Test
  void a_sticky_task_goes_where_its_like_ran() {
    s.node("anvil", 4);
    s.node("forge", 9);
    var key = sticky(Optional.of("checkout"), false);
    var first = s.submit(named("a").demand(key));
    var place = placeOf(first);
    s.end(first, Ending.UNVERIFIED);
    for (var n = 0; n < 3; n++) {
      s.submit("filler " + n);
    }

    assertThat(placeOf(s.submit(named("b").demand(key)))).isEqualTo(place);
  }

  @Test
  void one_that_insists_waits_for_its_node() {
    s.node("anvil", 1);
    s.node("forge", 1);
    var key = sticky(Optional.of("checkout"), true);
    var first = s.submit(named("a").demand(key));

    var second = s.submit(named("b").demand(key));

    assertThat(s.state(second)).isEqualTo(TaskState.QUEUED);
    assertThat(why(second).summary()).contains("waits for a slot on " + placeOf(first));
    s.end(first, Ending.UNVERIFIED);
    assertThat(s.state(second)).isEqualTo(TaskState.RUNNING);
  }

  @Test
  void one_that_insists_on_a_node_that_left_starts_afresh() {
    var anvil = s.node("anvil", 1);
    var key = sticky(Optional.of("checkout"), true);
    s.end(s.submit(named("a").demand(key)), Ending.UNVERIFIED);
    s.node("forge", 1);

    s.send(new Command.RemoveNode(anvil, "sold"));

    assertThat(placeOf(s.submit(named("b").demand(key)))).isEqualTo("forge");
  }

  @Test
  void a_task_likes_to_run_where_what_it_comes_after_ran() {
    s.node("anvil", 9);
    s.node("forge", 8);
    var first = s.submit(named("a").demand(on("forge")));
    s.end(first, Ending.UNVERIFIED);

    assertThat(placeOf(s.submit(named("b").after(first)))).isEqualTo("forge");
  }

  // ---- allow-lists

  @Test
  void a_node_runs_only_the_agents_its_owner_lets_it_and_what_runs_goes_on() {
    var forge = s.node("forge", 4);
    s.declare(Scenario.agent("coder", 1, Duration.ofSeconds(1)));
    var running = s.submit(named("a").agent("coder"));

    s.send(new Command.AllowAgents(forge, Optional.of(Set.of("shell"))));
    var next = s.submit(named("b").agent("coder"));

    assertThat(s.state(running)).isEqualTo(TaskState.RUNNING);
    assertThat(s.state(next)).isEqualTo(TaskState.QUEUED);
    assertThat(why(next))
        .returns(true, Explanation::never)
        .returns("let it: gm node allow forge --any", Explanation::mend);
    s.send(new Command.AllowAgents(forge, Optional.empty()));
    assertThat(s.state(next)).isEqualTo(TaskState.RUNNING);
  }

  // ---- throttles

  private static Optional<Throttle> key(Optional<Integer> most, Optional<Integer> perMinute) {
    return Optional.of(new Throttle("site:example.org", most, perMinute));
  }

  @Test
  void what_a_key_began_by_a_clock_that_was_ahead_counts_for_a_minute_and_no_longer() {
    var forge = s.node("forge", 8);
    var once = key(Optional.empty(), Optional.of(1));
    s.leap(Duration.ofMinutes(10));
    s.heartbeat(forge);
    s.submit(named("a").throttle(once));
    s.leap(Duration.ofMinutes(-10));
    s.send(new Command.StartControl("0"));
    s.connect(forge, 8);

    var next = s.submit(named("b").throttle(once));
    s.pass(Duration.ofSeconds(59), forge);
    assertThat(s.state(next)).isEqualTo(TaskState.QUEUED);
    s.pass(Duration.ofSeconds(2), forge);

    assertThat(s.state(next)).isEqualTo(TaskState.RUNNING);
  }

  @Test
  void a_key_runs_so_many_at_once_and_keeps_nobody_else() {
    s.node("forge", 8);
    var throttle = key(Optional.of(1), Optional.empty());
    var first = s.submit(named("a").throttle(throttle));
    var second = s.submit(named("b").throttle(throttle).priority(50));
    var other = s.submit("other");

    assertThat(s.state(second)).isEqualTo(TaskState.QUEUED);
    assertThat(why(second).summary())
        .isEqualTo(
            "queued: the key 'site:example.org' runs 1 at once, as many as its limit of 1 allows");
    assertThat(s.state(other)).isEqualTo(TaskState.RUNNING);
    s.end(first, Ending.UNVERIFIED);
    assertThat(s.state(second)).isEqualTo(TaskState.RUNNING);
  }

  @Test
  void a_key_begins_so_many_in_any_minute() {
    var forge = s.node("forge", 8);
    var throttle = key(Optional.empty(), Optional.of(2));
    for (var n = 0; n < 3; n++) {
      s.submit(named("t" + n).throttle(throttle));
    }
    var third = new TaskId("task0004");

    assertThat(s.state(third)).isEqualTo(TaskState.QUEUED);
    assertThat(why(third).summary()).contains("may begin 2 a minute; the next may begin at");
    s.pass(Duration.ofSeconds(59), forge);
    assertThat(s.state(third)).isEqualTo(TaskState.QUEUED);
    s.pass(Duration.ofSeconds(2), forge);
    assertThat(s.state(third)).isEqualTo(TaskState.RUNNING);
  }

  @Test
  void what_a_key_began_outlives_control() {
    s.node("forge", 8);
    var throttle = key(Optional.empty(), Optional.of(1));
    s.submit(named("a").throttle(throttle));
    var kernel = s.kernel();
    var reborn =
        new Kernel(
            KernelSettings.DEFAULT,
            new Snapshot(List.of(), List.copyOf(kernel.nodes()), kernel.fleet()));

    reborn.handle(
        s.now(),
        new Command.SubmitTask(
            new TaskId("later"), named("b").throttle(throttle).build(), List.of()));
    reborn.place(s.now());

    assertThat(reborn.task(new TaskId("later")).orElseThrow().state()).isEqualTo(TaskState.QUEUED);
  }

  // ---- load

  @Test
  void a_load_that_was_measured_long_ago_speaks_for_nobody() {
    var anvil = s.node("anvil", 4);
    var forge = s.node("forge", 4);
    s.send(new Command.Heartbeat(forge, new Usage(0.1, 0, 0, 0, 0), List.of()));
    assertThat(placeOf(s.submit("fresh"))).isEqualTo("forge");
    s.end(new TaskId("task0003"), Ending.UNVERIFIED);

    s.silence(Duration.ofMillis(2_500));

    assertThat(s.node(anvil).state()).isEqualTo(s.node(forge).state());
    assertThat(placeOf(s.submit("later"))).isEqualTo("anvil");
  }
}
