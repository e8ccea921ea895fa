package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.Trust.PolicyAnswer;
import dev.godmode.protocol.api.Trust.PolicyChange;
import dev.godmode.protocol.api.Trust.PolicyDiff;
import dev.godmode.protocol.api.Trust.PolicyExport;
import dev.godmode.protocol.api.Trust.PolicyPair;
import dev.godmode.protocol.api.Trust.PolicyProblem;
import dev.godmode.protocol.api.Trust.PolicyVerdict;
import dev.godmode.protocol.api.Trust.PolicyView;
import dev.godmode.protocol.api.Trust.ScopeList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who may do what: the policy in force, and what another one would change. */
final class PolicyCommands {

  private static final String POLICY = API + "/policy";
  private static final long TEXT_MAX_BYTES = 1 << 20;

  private PolicyCommands() {}

  @Command(
      name = "policy",
      description = "Show who may do what, and try another policy before it is in force.",
      subcommands = {Show.class, Try.class, Diff.class, Explain.class, Scopes.class, Export.class})
  static final class Policy {}

  @Command(name = "show", description = "Print the policy in force.")
  static final class Show implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var policy = client.get(PolicyView.class, POLICY);
        common.answer(
            policy,
            "# in force: %s, %.12s\n%s%s"
                .formatted(policy.source(), policy.hash(), refused(policy), policy.text()));
        return policy.problems().isEmpty() ? Exit.OK : Exit.FAILED;
      }
    }

    private String refused(PolicyView policy) {
      return policy.problems().isEmpty()
          ? ""
          : "# policy.yaml as it is now is NOT in force:\n"
              + policy.problems().stream()
                  .map(problem -> "#   " + words(problem) + "\n")
                  .collect(Collectors.joining());
    }
  }

  /** The systems that a policy can be written for. */
  enum Target {
    tailscale,
    postgres,
    kubernetes
  }

  @Command(
      name = "export",
      description =
          "Print the policy as another system wants it, with the line that each line comes from.")
  static final class Export implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(
        index = "0",
        paramLabel = "SYSTEM",
        description = "tailscale, postgres or kubernetes.")
    Target system = Target.tailscale;

    @Override
    public Integer call() {
      return export(common, system);
    }
  }

  static int export(Common common, Target system) {
    try (var client = common.client()) {
      var export =
          client.get(
              PolicyExport.class,
              GodModeClient.path(POLICY + "/export", Map.of("to", Optional.of(system.name()))));
      common.answer(export, export.text());
      return Exit.OK;
    }
  }

  private static String words(PolicyProblem problem) {
    return problem.line() == 0
        ? problem.message()
        : "line %d: %s".formatted(problem.line(), problem.message());
  }

  @Command(
      name = "test",
      description = "Read a policy and run its examples; nothing changes. Fails when it is wrong.")
  static final class Try implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(
        index = "0",
        paramLabel = "FILE",
        arity = "0..1",
        description = "The policy in force when left out.")
    Optional<Path> file = Optional.empty();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var text =
            file.map(PolicyCommands::text)
                .orElseGet(() -> client.get(PolicyView.class, POLICY).text());
        var verdict =
            client.postBytes(
                PolicyVerdict.class,
                POLICY + "/test",
                "application/yaml",
                text.getBytes(StandardCharsets.UTF_8));
        common.answer(verdict, words(verdict));
        return verdict.good() ? Exit.OK : Exit.FAILED;
      }
    }

    private String words(PolicyVerdict verdict) {
      return verdict.good()
          ? common.paint.good("good")
              + ": %d rules, %d examples come true".formatted(verdict.rules(), verdict.examples())
          : common.paint.bad("wrong")
              + verdict.problems().stream()
                  .map(problem -> "\n  " + PolicyCommands.words(problem))
                  .collect(Collectors.joining());
    }
  }

  @Command(name = "diff", description = "Say who gains and who loses what.")
  static final class Diff implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "OLD", description = "A file; - for the policy in force.")
    String before = "-";

    @Parameters(index = "1", paramLabel = "NEW")
    Path after = Path.of("");

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var old =
            before.equals("-")
                ? client.get(PolicyView.class, POLICY).text()
                : text(Path.of(before));
        var changes =
            client
                .post(PolicyDiff.class, POLICY + "/diff", new PolicyPair(old, text(after)))
                .items();
        common.answer(changes, words(changes));
      }
      return Exit.OK;
    }

    private String words(List<PolicyChange> changes) {
      return changes.isEmpty()
          ? "Nobody gains or loses anything."
          : changes.stream()
              .map(
                  one ->
                      "%s %s %s  %s"
                          .formatted(
                              one.who(),
                              one.gains() ? common.paint.bad("gains") : common.paint.good("loses"),
                              one.scope(),
                              common.paint.dim(one.why())))
              .collect(Collectors.joining("\n"));
    }
  }

  @Command(name = "explain", description = "Say whether WHO may VERB WHAT, and which line says so.")
  static final class Explain implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(
        index = "0",
        paramLabel = "WHO",
        description = "A person, role:viewer, agent:builder or node:forge.")
    String who = "";

    @Parameters(index = "1", paramLabel = "VERB", description = "For example submit.")
    String verb = "";

    @Parameters(index = "2", paramLabel = "WHAT", description = "For example tasks.")
    String what = "";

    @Option(names = "--stream", description = "Of an agent's task.")
    Optional<String> stream = Optional.empty();

    @Option(names = "--node", description = "On which an agent's attempt runs.")
    Optional<String> node = Optional.empty();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var answer =
            client.get(
                PolicyAnswer.class,
                GodModeClient.path(
                    POLICY + "/explain",
                    Map.of(
                        "who",
                        Optional.of(who),
                        "may",
                        Optional.of(what + ":" + verb),
                        "stream",
                        stream,
                        "node",
                        node)));
        common.answer(
            answer,
            "%s, %s may%s %s %s: %s"
                .formatted(
                    answer.allowed() ? common.paint.good("yes") : common.paint.bad("no"),
                    answer.who(),
                    answer.allowed() ? "" : " not",
                    verb,
                    what,
                    answer.why()));
        return answer.allowed() ? Exit.OK : Exit.FAILED;
      }
    }
  }

  @Command(name = "scopes", description = "List what a policy may allow.")
  static final class Scopes implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var scopes = client.get(ScopeList.class, POLICY + "/scopes").items();
        var table = new Table("SCOPE", "AGENTS", "MAY");
        scopes.forEach(
            one ->
                table.row(
                    one.scope(), one.forAttempts() ? "of their own" : "never", one.meaning()));
        common.answer(scopes, table.toString());
      }
      return Exit.OK;
    }
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > TEXT_MAX_BYTES) {
        throw new Trouble("%s is larger than the MiB a policy may have".formatted(file));
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new Trouble("cannot read %s: %s".formatted(file, e.getMessage()));
    }
  }
}
