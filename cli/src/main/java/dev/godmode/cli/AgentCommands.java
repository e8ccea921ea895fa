package dev.godmode.cli;

import static dev.godmode.cli.Common.API;
import static dev.godmode.client.GodModeClient.encoded;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.AgentView;
import dev.godmode.protocol.api.Requests.AgentMove;
import dev.godmode.protocol.api.Requests.AgentStart;
import dev.godmode.protocol.api.Requests.Because;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.api.Requests.LiveAgentList;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.Lifecycle;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Agents: what kinds there are, and those that live on. */
final class AgentCommands {

  private static final String LIVE = API + "/agents/live";

  private AgentCommands() {}

  /** Both kinds of what is called an agent. */
  record Listing(List<AgentView> live, List<AgentProfile> profiles) {}

  @Command(name = "agents", description = "List agent profiles, and the agents that live on.")
  static final class Agents implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var all =
            new Listing(
                client.get(LiveAgentList.class, LIVE).items(),
                List.of(client.get(AgentProfile[].class, API + "/agents")));
        common.answer(all, words(all));
      }
      return Exit.OK;
    }

    private String words(Listing all) {
      if (all.profiles().isEmpty()) {
        return "No agent profiles. Add agents/NAME.yaml to the workspace.";
      }
      var profiles = profiles(all.profiles());
      return all.live().isEmpty() ? profiles : live(all.live()) + "\n" + profiles;
    }

    private String live(List<AgentView> agents) {
      var now = common.clock.instant();
      var table = new Table("STATE", "LIVES AS", "TYPE", "NODE", "SINCE", "RESTARTS", "");
      agents.forEach(
          agent ->
              table.row(
                  common.paint.state(agent.state()),
                  agent.name(),
                  agent.type(),
                  agent.node().orElse("–"),
                  Words.ago(agent.since(), now),
                  String.valueOf(agent.restarts()),
                  Words.cut(agent.reason(), 70)));
      return table.toString();
    }

    private static String profiles(List<AgentProfile> profiles) {
      var table = new Table("AGENT", "LIVES", "TRIES", "SKILLS", "WHAT IT DOES");
      profiles.forEach(
          agent ->
              table.row(
                  agent.type(),
                  lives(agent.lifecycle()),
                  String.valueOf(agent.retry().maxAttempts()),
                  agent.skills().isEmpty() ? "–" : String.join(",", agent.skills()),
                  Words.cut(agent.description(), 70)));
      return table.toString();
    }

    private static String lives(Lifecycle lifecycle) {
      return switch (lifecycle) {
        case Lifecycle.Persistent _ -> "on";
        case Lifecycle.Serving(_, var rule) -> "%d–%d servers".formatted(rule.min(), rule.max());
        case Lifecycle.Burst(var rule) ->
            rule.map(own -> "%d–%d at once".formatted(own.min(), own.max())).orElse("for a task");
      };
    }
  }

  private static Integer act(Common common, String path, Object body) {
    try (var client = common.client()) {
      var done = client.post(Done.class, LIVE + path, body);
      common.answer(done, done.message());
    }
    return Exit.OK;
  }

  private static AgentView one(GodModeClient client, String name) {
    return client.get(AgentView.class, LIVE + "/" + encoded(name));
  }

  @Command(name = "start", description = "Start a persistent agent, or one that was stopped.")
  static final class Start implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "PROFILE")
    String profile = "";

    @Option(names = "--name", description = "What it is called; its profile's name unless told.")
    Optional<String> name = Optional.empty();

    @Option(names = "--node", description = "Where it lives; placement chooses unless told.")
    Optional<String> node = Optional.empty();

    @Override
    public Integer call() {
      return act(common, "", new AgentStart(profile, name, node));
    }
  }

  @Command(name = "stop", description = "End a persistent agent; it stays so until it is started.")
  static final class Stop implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "NAME")
    String name = "";

    @Parameters(index = "1", paramLabel = "REASON", arity = "0..1")
    Optional<String> reason = Optional.empty();

    @Override
    public Integer call() {
      return act(common, "/" + encoded(name) + "/stop", new Because(reason));
    }
  }

  @Command(
      name = "restart",
      description = "End it and start it again; one that waits for a person goes on.")
  static final class Restart implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "NAME")
    String name = "";

    @Parameters(index = "1", paramLabel = "REASON", arity = "0..1")
    Optional<String> reason = Optional.empty();

    @Override
    public Integer call() {
      return act(common, "/" + encoded(name) + "/restart", new Because(reason));
    }
  }

  @Command(name = "move", description = "Let it live on another node; its folder stays behind.")
  static final class Move implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "NAME")
    String name = "";

    @Parameters(index = "1", paramLabel = "NODE")
    String node = "";

    @Override
    public Integer call() {
      return act(common, "/" + encoded(name) + "/move", new AgentMove(node));
    }
  }

  @Command(name = "show", description = "Show one persistent agent.")
  static final class Show implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "NAME")
    String name = "";

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var agent = one(client, name);
        common.answer(agent, words(agent));
      }
      return Exit.OK;
    }

    private String words(AgentView agent) {
      var now = common.clock.instant();
      return """
          %s  %s
          type      %s
          node      %s
          since     %s
          restarts  %d
          task      %s
          %s"""
          .formatted(
              common.paint.bold(agent.name()),
              common.paint.state(agent.state()),
              agent.type(),
              agent.node().orElse("none yet"),
              Words.ago(agent.since(), now),
              agent.restarts(),
              agent.task(),
              agent.reason());
    }
  }

  @Command(name = "logs", description = "Show what it printed in its last life.")
  static final class Logs implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "NAME")
    String name = "";

    @Option(
        names = {"-f", "--follow"},
        description = "Go on as lines come.")
    boolean follow;

    @Override
    public Integer call() throws IOException, InterruptedException {
      var log = new LogsCommand();
      log.common = common;
      log.follow = follow;
      try (var client = common.client()) {
        log.what = one(client, name).task().value();
      }
      return log.call();
    }
  }

  @Command(
      name = "agent",
      description = "Start, stop or move a persistent agent.",
      subcommands = {Start.class, Stop.class, Restart.class, Move.class, Show.class, Logs.class})
  static final class Agent {}
}
