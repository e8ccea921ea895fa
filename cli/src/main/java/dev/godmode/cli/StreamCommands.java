package dev.godmode.cli;

import static dev.godmode.cli.Common.API;
import static dev.godmode.client.GodModeClient.encoded;

import dev.godmode.protocol.api.Requests.Because;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.api.Requests.StreamChange;
import dev.godmode.protocol.api.Requests.StreamList;
import dev.godmode.protocol.api.StreamView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lines of work, and how they share the fleet. */
final class StreamCommands {

  private StreamCommands() {}

  @Command(name = "streams", description = "List the lines of work: what waits, runs, and shares.")
  static final class Streams implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var streams = client.get(StreamList.class, API + "/streams").items();
        common.answer(streams, words(streams));
      }
      return Exit.OK;
    }

    private String words(List<StreamView> streams) {
      if (streams.isEmpty()) {
        return "No stream has anything to do. Tasks get one with: gm submit --stream NAME";
      }
      var table = new Table("STREAM", "QUEUED", "OLDEST", "RUNNING", "SHARE", "LIMIT", "");
      var now = common.clock.instant();
      for (var stream : streams) {
        var policy = stream.policy();
        table.row(
            policy.stream().isEmpty() ? "-" : policy.stream(),
            String.valueOf(stream.queued()),
            stream.oldest().map(at -> Words.duration(Duration.between(at, now))).orElse("–"),
            String.valueOf(stream.running()),
            String.valueOf(policy.weight()),
            policy.maxRunning().map(String::valueOf).orElse("–"),
            policy.paused().map(why -> common.paint.bad("paused") + ": " + why).orElse(""));
        if (stream.agents().size() > 1) {
          stream.agents().forEach(agent -> table.row(row(agent, now)));
        }
      }
      return table.toString();
    }

    private static String[] row(StreamView.AgentQueue agent, Instant now) {
      return new String[] {
        "  " + agent.agentType(),
        String.valueOf(agent.queued()),
        Words.duration(Duration.between(agent.oldestSince(), now)),
        "",
        "",
        "",
        ""
      };
    }
  }

  @Command(
      name = "stream",
      description = "Change how a line of work is treated; - is for tasks of no stream.",
      subcommands = {Set.class, Pause.class, Resume.class})
  static final class Stream {}

  private static Integer act(Common common, String stream, String verb, Object body) {
    try (var client = common.client()) {
      var done = client.post(Done.class, API + "/streams/" + encoded(stream) + verb, body);
      common.answer(done, done.message());
    }
    return Exit.OK;
  }

  @Command(name = "set", description = "Set its share of the fleet, or how much of it may run.")
  static final class Set implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "STREAM")
    String stream = "";

    @Option(names = "--share", description = "Its weight beside the others, 1 to 1000; 1 is usual.")
    Optional<Integer> share = Optional.empty();

    @Option(names = "--max-running", description = "Attempts at once; 0 for no limit.")
    Optional<Integer> maxRunning = Optional.empty();

    @Override
    public Integer call() {
      return act(common, stream, "", new StreamChange(share, maxRunning));
    }
  }

  @Command(name = "pause", description = "Start nothing of it; what runs goes on.")
  static final class Pause implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "STREAM")
    String stream = "";

    @Parameters(index = "1", paramLabel = "REASON", arity = "0..1")
    Optional<String> reason = Optional.empty();

    @Override
    public Integer call() {
      return act(common, stream, "/pause", new Because(reason));
    }
  }

  @Command(name = "resume", description = "Start its tasks again.")
  static final class Resume implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "STREAM")
    String stream = "";

    @Override
    public Integer call() {
      return act(common, stream, "/resume", Map.of());
    }
  }
}
