package dev.godmode.worker;

import dev.godmode.protocol.task.ContainerSpec;
import dev.godmode.protocol.text.SkillTag;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.worker.service.ModelAddresses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a worker is run.
 *
 * @param home the worker's folder
 * @param slots how many attempts at once
 * @param skills tags the operator adds to what is found
 * @param agents the types of agents it takes; any when empty
 * @param docs the fleet's design documents, where they are on this machine
 * @param control where the control node is now, host:port, when it is not where this node joined
 * @param joinCode from the environment, never from the arguments, which others can see
 * @param path where programs are looked for
 * @param modelServers where servers of models are looked for on this machine
 * @param gm the launcher that has started it, where one has
 */
record WorkerSettings(
    Path home,
    int slots,
    Set<String> skills,
    Optional<Set<String>> agents,
    Optional<Path> docs,
    Optional<String> control,
    Optional<String> joinCode,
    String path,
    ModelAddresses modelServers,
    Optional<Path> gm) {

  private static final List<String> FLAGS =
      List.of("--home", "--slots", "--skills", "--agents", "--docs", "--control");
  private static final String ADDRESS = "[^\\s/]+:\\d{1,5}";
  private static final int SLOTS_MAX = 10_000;
  private static final String PATH_DEFAULT = "/usr/local/bin:/usr/bin:/bin";

  /**
   * Reads arguments and environment.
   *
   * @throws IllegalArgumentException with all that is wrong
   */
  static WorkerSettings parse(String[] args, Map<String, String> environment, int cores) {
    var problems = new ArrayList<String>();
    var home = Path.of(environment.getOrDefault("HOME", "."), ".godmode", "worker");
    var slots = Math.max(2, cores);
    var skills = new HashSet<String>();
    var agents = Optional.<Set<String>>empty();
    var docs = Optional.<Path>empty();
    var control = Optional.<String>empty();
    for (var i = 0; i < args.length; i += 2) {
      if (!FLAGS.contains(args[i])) {
        problems.add("unknown option " + args[i] + Spelling.hint(args[i], FLAGS));
      } else if (i + 1 == args.length) {
        problems.add(args[i] + " needs a value");
      } else {
        var value = args[i + 1];
        switch (args[i]) {
          case "--home" -> home = Path.of(value).resolve("worker");
          case "--slots" -> slots = slots(value, problems);
          case "--skills" -> skills.addAll(skills(value, problems));
          case "--agents" -> agents = Optional.of(agents(value, problems));
          case "--control" -> control = address(value, problems);
          default -> docs = Optional.of(Path.of(value)).filter(Files::isDirectory);
        }
      }
    }
    var modelServers = modelServers(environment, problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    return new WorkerSettings(
        home,
        slots,
        skills,
        agents,
        docs,
        control,
        Optional.ofNullable(environment.get("GODMODE_JOIN_CODE")).filter(code -> !code.isBlank()),
        environment.getOrDefault("PATH", PATH_DEFAULT),
        modelServers,
        Optional.ofNullable(environment.get("GODMODE_SRC"))
            .map(sources -> Path.of(sources, "gm"))
            .filter(Files::isExecutable));
  }

  private static ModelAddresses modelServers(
      Map<String, String> environment, List<String> problems) {
    try {
      return ModelAddresses.of(Optional.ofNullable(environment.get(ModelAddresses.VARIABLE)));
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
      return new ModelAddresses(List.of());
    }
  }

  private static Optional<String> address(String value, List<String> problems) {
    if (value.matches(ADDRESS)) {
      return Optional.of(value);
    }
    problems.add("--control must be host:port of the control node, was '%s'".formatted(value));
    return Optional.empty();
  }

  private static int slots(String value, List<String> problems) {
    if (value.matches("\\d{1,4}")
        && Integer.parseInt(value) >= 1
        && Integer.parseInt(value) <= SLOTS_MAX) {
      return Integer.parseInt(value);
    }
    problems.add("--slots must be 1 to %d, was '%s'".formatted(SLOTS_MAX, value));
    return 1;
  }

  private static Set<String> skills(String value, List<String> problems) {
    var skills = new HashSet<String>();
    for (var skill : value.split(",", -1)) {
      try {
        if (skill.strip().equals(ContainerSpec.SKILL)) {
          problems.add(
              "'%s' is not given but found, when Docker or Podman answers"
                  .formatted(skill.strip()));
        } else if (!skill.isBlank()) {
          skills.add(SkillTag.offered(skill).toString());
        }
      } catch (IllegalArgumentException e) {
        problems.add("--skills: " + e.getMessage());
      }
    }
    return skills;
  }

  private static Set<String> agents(String value, List<String> problems) {
    var agents = new HashSet<String>();
    for (var agent : value.split(",", -1)) {
      if (!agent.isBlank()) {
        agents.add(agent.strip());
      }
    }
    if (agents.isEmpty()) {
      problems.add("--agents names the agents that this machine takes; leave it out to take any");
    }
    return agents;
  }
}
