package dev.godmode.kernel;

import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.Demand;
import dev.godmode.protocol.task.Source;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.TaskSpec;
import dev.godmode.protocol.task.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a test asks for; all else is as a person who says nothing gets it. */
final class SpecBuilder {

  private final String name;
  private String goal = "";
  private String stream = "";
  private String agent = AgentProfile.SHELL;
  private Set<String> requires = Set.of();
  private Set<String> prefers = Set.of();
  private int priority;
  private Optional<Instant> deadline = Optional.empty();
  private Set<TaskId> after = Set.of();
  private Optional<Integer> maxAttempts = Optional.empty();
  private Optional<Duration> timeout = Optional.empty();
  private boolean approval;
  private boolean held;
  private List<String> command = List.of("true");
  private Map<String, String> env = Map.of();
  private Optional<String> roadmapKey = Optional.empty();
  private Demand demand = Demand.NONE;
  private Optional<Throttle> throttle = Optional.empty();
  private Optional<Source> source = Optional.empty();

  private SpecBuilder(String name) {
    this.name = name;
  }

  static SpecBuilder named(String name) {
    return new SpecBuilder(name);
  }

  SpecBuilder goal(String prose) {
    goal = prose;
    return this;
  }

  SpecBuilder stream(String name) {
    stream = name;
    return this;
  }

  SpecBuilder agent(String type) {
    agent = type;
    return this;
  }

  SpecBuilder command(String... words) {
    command = List.of(words);
    return this;
  }

  SpecBuilder env(String variable, String value) {
    env = Map.of(variable, value);
    return this;
  }

  SpecBuilder timeout(Duration longest) {
    timeout = Optional.of(longest);
    return this;
  }

  SpecBuilder requires(String... skills) {
    requires = Set.of(skills);
    return this;
  }

  SpecBuilder prefers(String... skills) {
    prefers = Set.of(skills);
    return this;
  }

  SpecBuilder priority(int points) {
    priority = points;
    return this;
  }

  SpecBuilder deadline(Instant latest) {
    deadline = Optional.of(latest);
    return this;
  }

  SpecBuilder after(TaskId... tasks) {
    after = Set.of(tasks);
    return this;
  }

  SpecBuilder maxAttempts(int attempts) {
    maxAttempts = Optional.of(attempts);
    return this;
  }

  SpecBuilder approval() {
    approval = true;
    return this;
  }

  SpecBuilder demand(Demand asked) {
    demand = asked;
    return this;
  }

  SpecBuilder throttle(Optional<Throttle> shared) {
    throttle = shared;
    return this;
  }

  SpecBuilder source(String repository) {
    source = Optional.of(new Source(repository, "", Source.Merge.PERSON));
    return this;
  }

  SpecBuilder held() {
    held = true;
    return this;
  }

  SpecBuilder fromRoadmap(String key) {
    roadmapKey = Optional.of(key);
    return this;
  }

  TaskSpec build() {
    return TaskSpec.named(name).goal(goal).agentType(agent).stream(stream)
        .command(command)
        .requires(requires)
        .prefers(prefers)
        .priority(priority)
        .deadline(deadline)
        .after(after)
        .maxAttempts(maxAttempts)
        .timeout(timeout)
        .approval(approval)
        .held(held)
        .env(env)
        .roadmapKey(roadmapKey)
        .demand(demand)
        .throttle(throttle)
        .source(source)
        .build();
  }
}
