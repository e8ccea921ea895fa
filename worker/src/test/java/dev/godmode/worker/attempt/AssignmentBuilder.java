package dev.godmode.worker.attempt;

import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.Assignment;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.Check;
import dev.godmode.protocol.task.ContainerSpec;
import dev.godmode.protocol.task.DriverTerms;
import dev.godmode.protocol.task.Limits;
import dev.godmode.protocol.task.Source;
import dev.godmode.protocol.task.StuckRule;
import dev.godmode.protocol.task.TaskId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An assignment in a test's words. */
final class AssignmentBuilder {

  private static final Duration GRACE = Duration.ofMillis(200);

  /** No other test process on this machine has it: programs are known by their attempt. */
  private static final String TASK = "task" + ProcessHandle.current().pid();

  /** The folder of its first attempt, below the worker's home. */
  static final String FOLDER = "attempts/" + TASK + "-1-7";

  private List<String> command;
  private final List<Check> checks = new ArrayList<>();
  private final Map<String, String> env = new HashMap<>();
  private final Map<String, String> inputs = new HashMap<>();
  private Limits limits = new Limits(Duration.ofSeconds(30), 1 << 20, 1L << 30, GRACE);

  private Optional<String> keep = Optional.empty();
  private List<String> serves = List.of();
  private int number = 1;
  private String driver = AgentProfile.COMMAND_DRIVER;
  private Optional<ContainerSpec> container = Optional.empty();
  private String task = TASK;
  private String goal = "its goal";
  private DriverTerms terms = DriverTerms.USUAL;
  private Optional<Source> source = Optional.empty();

  private AssignmentBuilder(List<String> command) {
    this.command = command;
  }

  static AssignmentBuilder program(String... command) {
    return new AssignmentBuilder(List.of(command));
  }

  static AssignmentBuilder shell(String line) {
    return program("/bin/sh", "-c", line);
  }

  AssignmentBuilder check(String line) {
    checks.add(Check.shell(line));
    return this;
  }

  AssignmentBuilder check(Check check) {
    checks.add(check);
    return this;
  }

  AssignmentBuilder env(String name, String value) {
    env.put(name, value);
    return this;
  }

  AssignmentBuilder input(String label, String text) {
    inputs.put(label, text);
    return this;
  }

  AssignmentBuilder timeout(Duration longest) {
    limits = new Limits(longest, limits.outputBytes(), limits.memoryBytes(), GRACE);
    return this;
  }

  AssignmentBuilder outputMax(long bytes) {
    limits = new Limits(limits.timeout(), bytes, limits.memoryBytes(), GRACE);
    return this;
  }

  AssignmentBuilder driver(String name) {
    driver = name;
    return this;
  }

  AssignmentBuilder container(ContainerSpec spec) {
    container = Optional.of(spec);
    return this;
  }

  AssignmentBuilder command(String line) {
    command = List.of("/bin/sh", "-c", line);
    return this;
  }

  AssignmentBuilder from(Path repository) {
    source = Optional.of(new Source(repository.toString(), "main", Source.Merge.PERSON));
    return this;
  }

  AssignmentBuilder goal(String text) {
    goal = text;
    return this;
  }

  AssignmentBuilder may(DriverTerms.Permissions permissions) {
    terms = new DriverTerms(Optional.empty(), permissions);
    return this;
  }

  /** Another attempt of the same task. */
  AssignmentBuilder attempt(int which) {
    number = which;
    return this;
  }

  AssignmentBuilder task(String id) {
    task = id;
    return this;
  }

  AssignmentBuilder memoryMax(long bytes) {
    limits = new Limits(limits.timeout(), limits.outputBytes(), bytes, GRACE);
    return this;
  }

  /** One of the lives of a persistent agent. */
  AssignmentBuilder life(String name, int which) {
    keep = Optional.of(name);
    number = which;
    return this;
  }

  /** The first of the lives of a server of models. */
  AssignmentBuilder serves(String name, String... models) {
    serves = List.of(models);
    return life(name, 1);
  }

  AssignmentBuilder stuck(Duration after, boolean stops) {
    limits =
        new Limits(
            limits.timeout(),
            limits.outputBytes(),
            limits.memoryBytes(),
            GRACE,
            Optional.of(new StuckRule(after, stops)));
    return this;
  }

  Assignment build() {
    return new Assignment(
        new AttemptKey(new TaskId(task), number, 6 + number),
        "a task",
        goal,
        "shell",
        driver,
        command,
        checks,
        limits,
        env,
        inputs,
        container,
        keep,
        terms,
        source,
        serves);
  }
}
