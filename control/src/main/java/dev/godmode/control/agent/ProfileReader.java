package dev.godmode.control.agent;

import dev.godmode.control.agent.YamlDocument.BadYaml;
import dev.godmode.protocol.task.AgentDriver;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.AgentProfileBuilder;
import dev.godmode.protocol.task.Check;
import dev.godmode.protocol.task.ContainerSpec;
import dev.godmode.protocol.task.Demand;
import dev.godmode.protocol.task.Lifecycle;
import dev.godmode.protocol.task.Limits;
import dev.godmode.protocol.task.LossPolicy;
import dev.godmode.protocol.task.RetryPolicy;
import dev.godmode.protocol.task.StuckRule;
import dev.godmode.protocol.text.Quantities;
import dev.godmode.protocol.text.SkillTag;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads one profile file, and finds all that is wrong with it at once. */
final class ProfileReader {

  static final Set<String> KEYS =
      Set.of(
          "type",
          "description",
          "skills",
          "driver",
          "model",
          "permissions",
          "command",
          "guardrails",
          "retry",
          "limits",
          "env",
          "checks",
          "max_running",
          "on_loss",
          "container",
          "lifecycle",
          "persistent",
          "scaling",
          ServesReader.KEY,
          "demand");
  private static final Set<String> RETRY_KEYS = Set.of("max_attempts", "backoff", "max_backoff");
  private static final Set<String> LIMIT_KEYS =
      Set.of("timeout", "output", "memory", "kill_grace", "stuck_after", "when_stuck");
  private static final Set<String> CHECK_KEYS = Set.of("name", "command", "timeout");
  private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final ProfileText source;
  private final List<ProfileProblem> problems = new ArrayList<>();

  private ProfileReader(ProfileText source) {
    this.source = source;
  }

  /** A profile when there is no problem, else all problems. */
  record Reading(Optional<AgentProfile> profile, List<ProfileProblem> problems) {}

  static Reading read(ProfileText text) {
    var reader = new ProfileReader(text);
    var profile = reader.profile();
    return new Reading(
        reader.problems.isEmpty() ? profile : Optional.empty(), List.copyOf(reader.problems));
  }

  private Optional<AgentProfile> profile() {
    try {
      var root = YamlDocument.root(source.text());
      if (root.isPresent() && root.get() instanceof MappingNode mapping) {
        return Optional.of(profile(YamlFields.of(source.file(), problems, mapping, KEYS)));
      }
      problem(root.isEmpty() ? 0 : 1, "a profile has keys, like 'description: what it is for'");
    } catch (BadYaml e) {
      problem(e.line(), String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  private AgentProfile profile(YamlFields fields) {
    var type = type(fields);
    var lifecycle = LifecycleReader.read(fields, type);
    var driver = DriverReader.driver(fields);
    return AgentProfileBuilder.from(AgentProfile.shell(type))
        .description(fields.text("description").orElse(""))
        .skills(skills(fields))
        .driver(driver.word())
        .command(DriverReader.command(fields, driver))
        .guardrails(fields.text("guardrails").orElse("").strip())
        .retry(fields.fields("retry", RETRY_KEYS).map(this::retry).orElse(RetryPolicy.DEFAULT))
        .limits(limits(fields, lifecycle))
        .env(env(fields))
        .checks(fields.each("checks", CHECK_KEYS, ProfileReader::check, ProfileReader::check))
        .maxRunning(
            fields.read("max_running", ProfileReader::positive).orElse(AgentProfile.UNLIMITED))
        .demand(fields.fields("demand", DemandFields.KEYS).map(this::demand).orElse(Demand.NONE))
        .lifecycle(lifecycle)
        .loss(
            fields
                .read("on_loss", LossPolicy::parse)
                .orElse(
                    lifecycle instanceof Lifecycle.Persistent
                        ? LossPolicy.WAIT
                        : LossPolicy.MOVE_AT_ONCE))
        .container(container(fields, driver))
        .terms(DriverReader.terms(fields, driver))
        .build();
  }

  private String type(YamlFields fields) {
    var type = fields.text("type").orElse(source.defaultType());
    if (!TYPE.matcher(type).matches()) {
      problem(
          fields.line("type"),
          "the type '%s' may only have letters, digits, '.', '_' and '-'".formatted(type));
    }
    return type;
  }

  private Set<String> skills(YamlFields fields) {
    var skills = new LinkedHashSet<>(fields.texts("skills"));
    for (var skill : skills) {
      try {
        SkillTag.wanted(skill);
      } catch (IllegalArgumentException e) {
        problem(fields.line("skills"), String.valueOf(e.getMessage()));
      }
    }
    return skills;
  }

  private Optional<ContainerSpec> container(YamlFields fields, AgentDriver driver) {
    if (driver.speaks() && fields.line("container") > 0) {
      problem(
          fields.line("container"),
          "driver '%s' speaks to its program, and nobody speaks to a program in a container yet"
              .formatted(driver.word()));
    }
    return fields.fields("container", ContainerReader.KEYS).flatMap(ContainerReader::read);
  }

  private RetryPolicy retry(YamlFields fields) {
    var standard = RetryPolicy.DEFAULT;
    var attempts = fields.read("max_attempts", ProfileReader::positive);
    var backoff = fields.read("backoff", Quantities::duration).orElse(standard.backoff());
    var longest = backoff.compareTo(standard.maxBackoff()) > 0 ? backoff : standard.maxBackoff();
    var max = fields.read("max_backoff", Quantities::duration).orElse(longest);
    try {
      return new RetryPolicy(attempts.orElse(standard.maxAttempts()), backoff, max);
    } catch (IllegalArgumentException e) {
      problem(firstLine(fields, RETRY_KEYS), "retry: " + e.getMessage());
      return standard;
    }
  }

  private Limits limits(YamlFields fields, Lifecycle lifecycle) {
    var standard = lifecycle instanceof Lifecycle.Burst ? Limits.DEFAULT : Limits.OF_A_LONG_LIFE;
    return fields.fields("limits", LIMIT_KEYS).map(own -> limits(own, standard)).orElse(standard);
  }

  private Limits limits(YamlFields fields, Limits standard) {
    try {
      return new Limits(
          fields.read("timeout", Quantities::duration).orElse(standard.timeout()),
          fields.read("output", Quantities::bytes).orElse(standard.outputBytes()),
          fields.read("memory", Quantities::bytes).orElse(standard.memoryBytes()),
          fields.read("kill_grace", Quantities::duration).orElse(standard.killGrace()),
          stuck(fields));
    } catch (IllegalArgumentException e) {
      problem(firstLine(fields, LIMIT_KEYS), String.valueOf(e.getMessage()));
      return standard;
    }
  }

  private Demand demand(YamlFields fields) {
    try {
      return DemandFields.read(fields);
    } catch (IllegalArgumentException e) {
      problem(firstLine(fields, DemandFields.KEYS), "demand: " + e.getMessage());
      return Demand.NONE;
    }
  }

  /** {@code stuck_after: 15m}, and {@code when_stuck: stop} where showing it is not enough. */
  private static Optional<StuckRule> stuck(YamlFields fields) {
    var stops = fields.read("when_stuck", ProfileReader::stops).orElse(false);
    return fields
        .read("stuck_after", Quantities::duration)
        .map(after -> new StuckRule(after, stops));
  }

  private static boolean stops(String word) {
    return switch (word) {
      case "stop" -> true;
      case "show" -> false;
      default -> throw new IllegalArgumentException("'%s' is 'show' or 'stop'".formatted(word));
    };
  }

  private static int firstLine(YamlFields fields, Set<String> keys) {
    return keys.stream().mapToInt(fields::line).filter(line -> line > 0).min().orElse(0);
  }

  private Map<String, String> env(YamlFields fields) {
    var env = fields.map("env");
    env.keySet().stream()
        .filter(name -> !VARIABLE.matcher(name).matches())
        .forEach(
            name ->
                problem(fields.line("env"), "'%s' cannot be a variable's name".formatted(name)));
    return env;
  }

  private static Check check(String line) {
    if (line.isBlank()) {
      throw new IllegalArgumentException("a check has a command");
    }
    return Check.shell(line);
  }

  private static Check check(YamlFields fields) {
    var command = fields.command("command");
    return new Check(
        fields.text("name").orElse(command.isEmpty() ? "" : command.getLast()),
        command,
        fields.read("timeout", Quantities::duration).orElse(Check.DEFAULT_TIMEOUT));
  }

  private static int positive(String text) {
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw new IllegalArgumentException("is a whole number from 1, was '%s'".formatted(text));
    }
    return Integer.parseInt(text);
  }

  private void problem(int line, String message) {
    problems.add(new ProfileProblem(source.file(), line, message));
  }
}
