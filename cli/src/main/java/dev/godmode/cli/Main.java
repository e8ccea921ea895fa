package dev.godmode.cli;

import dev.godmode.client.ApiProblem;
import dev.godmode.client.Unreachable;
import dev.godmode.protocol.json.Json;
import java.time.Clock;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ScopeType;

/** {@code gm} and {@code gmup}: which of the two is the first argument, said by the launcher. */
public final class Main {

  static final String VERSION = "0.1.0";
  static final Clock CLOCK = Clock.systemUTC();

  /** What goes wrong, for machines. */
  record Failure(Problem error) {
    record Problem(String code, String detail) {}
  }

  private Main() {}

  @Command(
      name = "gm",
      mixinStandardHelpOptions = true,
      scope = ScopeType.INHERIT, // or every command would have to think of it
      version = VERSION,
      description = "Control a fleet of AI agents.",
      subcommands = {
        SubmitCommand.class,
        TaskCommands.Tasks.class,
        TaskCommands.Task.class,
        TaskCommands.Approve.class,
        ApprovalCommands.Approvals.class,
        LogsCommand.class,
        NodeCommands.Nodes.class,
        NodeCommands.Node.class,
        NodeCommands.JoinCode.class,
        TailnetCommand.class,
        StreamCommands.Streams.class,
        StreamCommands.Stream.class,
        FleetCommands.Stop.class,
        FleetCommands.Resume.class,
        FleetCommands.Fleet.class,
        FleetCommands.Autopilot.class,
        BreakerCommands.Breakers.class,
        BreakerCommands.Breaker.class,
        AgentCommands.Agents.class,
        AgentCommands.Agent.class,
        ScalingCommand.class,
        FleetCommands.Roadmap.class,
        LoginCommands.Login.class,
        LoginCommands.Logout.class,
        CredentialCommands.Credentials.class,
        SecretCommands.Secrets.class,
        ModelCommands.Models.class,
        MemoryCommands.Memory.class,
        MessageCommands.Message.class,
        McpCommand.class,
        UserCommands.Users.class,
        UserCommands.User.class,
        PolicyCommands.Policy.class,
        CodeCommands.Code.class,
        DocsCommands.Docs.class,
        ProposalCommands.Proposals.class,
        ProposalCommands.Proposal.class,
        LedgerCommands.Ledger.class,
        StatusCommand.class,
        DownCommand.class,
        DoctorCommand.class,
        BenchCommand.Bench.class,
        SimCommand.class,
        Version.class,
        CompletionCommand.class,
        HelpCommand.class
      })
  static final class Gm {}

  @Command(name = "version", description = "Print the version.")
  static final class Version implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      common.answer(new Failure.Problem("version", VERSION), VERSION);
      return Exit.OK;
    }
  }

  public static void main(String[] args) {
    var rest = Arrays.copyOfRange(args, Math.min(1, args.length), args.length);
    var up = args.length > 0 && args[0].equals("gmup");
    if (Arrays.equals(rest, new String[] {"--train"})) {
      Training.run();
      return;
    }
    System.exit(commandLine(up ? new UpCommand() : new Gm()).execute(rest));
  }

  static CommandLine commandLine(Object command) {
    var line = new CommandLine(command);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setExecutionExceptionHandler((fault, failed, _) -> explain(fault, failed));
    line.setParameterExceptionHandler(Main::misused);
    line.setExecutionStrategy(Main::run);
    return line;
  }

  /** An option before a subcommand is the outer command's, which does not run: it would be lost. */
  private static int run(CommandLine.ParseResult parsed) {
    for (var at = parsed; at.hasSubcommand(); at = at.subcommand()) {
      if (!at.isUsageHelpRequested() && !at.matchedOptions().isEmpty()) {
        var inner = at.subcommand().commandSpec();
        throw new CommandLine.ParameterException(
            inner.commandLine(),
            "%s stands before '%s' and would be ignored: options of '%s' stand after it"
                .formatted(
                    at.matchedOptions().getFirst().longestName(), inner.name(), inner.name()));
      }
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static int misused(CommandLine.ParameterException fault, String[] args) {
    var failed = fault.getCommandLine();
    if (Arrays.asList(args).contains("--json")) {
      System.out.println(
          Json.write(
              new Failure(new Failure.Problem("usage", String.valueOf(fault.getMessage())))));
      return Exit.USAGE;
    }
    failed.getErr().println(fault.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(fault, failed.getErr())) {
      failed.getErr().println("Try: " + failed.getCommandSpec().qualifiedName() + " --help");
    }
    return Exit.USAGE;
  }

  private static int explain(Exception fault, CommandLine failed) {
    var known = known(fault);
    if (failed.getParseResult().matchedOptionValue("--json", false)) {
      System.out.println(Json.write(new Failure(known.problem())));
    } else {
      failed.getErr().println(known.problem().detail());
    }
    return known.exit();
  }

  private record Known(Failure.Problem problem, int exit) {}

  private static Known known(Exception fault) {
    var words = String.valueOf(fault.getMessage());
    return switch (fault) {
      case ApiProblem e ->
          new Known(
              new Failure.Problem(e.problem().code(), e.problem().detail()),
              Exit.of(e.problem().status()));
      case Unreachable _ -> new Known(new Failure.Problem("unreachable", words), Exit.UNREACHABLE);
      case Trouble _ -> new Known(new Failure.Problem("failed", words), Exit.FAILED);
      case IllegalArgumentException _ ->
          new Known(new Failure.Problem("invalid", words), Exit.USAGE);
      default ->
          new Known(
              new Failure.Problem("internal", fault.getClass().getSimpleName() + ": " + words),
              Exit.FAILED);
    };
  }
}
