package dev.godmode.cli;

import static dev.godmode.cli.Common.API;
import static dev.godmode.client.GodModeClient.encoded;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.Explanation;
import dev.godmode.protocol.api.Requests.Because;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.api.Requests.TaskPage;
import dev.godmode.protocol.api.TaskDetail;
import dev.godmode.protocol.api.TaskView;
import dev.godmode.protocol.task.TaskState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands that look at tasks and act on them. */
final class TaskCommands {

  private TaskCommands() {}

  /** Whoever gives no reason on the command line still leaves a trace of where it came from. */
  private static final String FROM_HERE = "asked for with gm";

  @Command(name = "tasks", description = "List tasks: those that have not ended, or all.")
  static final class Tasks implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Option(names = "--all", description = "Ended ones too.")
    boolean all;

    @Option(names = "--state", description = "Only these states, separated by commas.")
    Optional<String> state = Optional.empty();

    @Option(names = "--agent", description = "Only tasks of this agent.")
    Optional<String> agent = Optional.empty();

    @Option(names = "--stream", description = "Only tasks of this stream.")
    Optional<String> stream = Optional.empty();

    @Option(
        names = {"-q", "--query"},
        description = "Only tasks with this text in name or goal.")
    Optional<String> text = Optional.empty();

    @Option(names = "--limit", description = "At most this many.", defaultValue = "100000")
    int limit;

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var tasks = fetch(client);
        common.answer(tasks, words(tasks));
      }
      return Exit.OK;
    }

    private List<TaskView> fetch(GodModeClient client) {
      var tasks = new ArrayList<TaskView>();
      var cursor = Optional.<String>empty();
      do {
        var page =
            client.get(
                TaskPage.class,
                GodModeClient.path(
                    API + "/tasks",
                    Map.of(
                        "state", states(),
                        "agent", agent,
                        "stream", stream,
                        "q", text,
                        "cursor", cursor,
                        "limit", Optional.of(String.valueOf(Math.min(limit, 1_000))))));
        tasks.addAll(page.items());
        cursor = page.next();
      } while (cursor.isPresent() && tasks.size() < limit);
      return tasks.subList(0, Math.min(limit, tasks.size()));
    }

    private Optional<String> states() {
      if (state.isPresent() || all) {
        return state;
      }
      return Optional.of(
          Arrays.stream(TaskState.values())
              .filter(value -> !value.isTerminal())
              .map(value -> value.name().toLowerCase(java.util.Locale.ROOT))
              .collect(Collectors.joining(",")));
    }

    private String words(List<TaskView> tasks) {
      if (tasks.isEmpty()) {
        return all || state.isPresent()
            ? "No tasks. Submit one: gm submit hello -- echo hello"
            : "Nothing to do. All that ended: gm tasks --all";
      }
      var table = new Table("STATE", "TASK", "NAME", "AGENT", "TRY", "NODE", "AGE", "WHY");
      var now = common.clock.instant();
      for (var task : tasks) {
        table.row(
            common.paint.state(task.state()),
            task.roadmapKey().map(key -> "#" + key).orElse(Words.id(task.id().value())),
            Words.cut(task.name(), 40),
            task.agentType(),
            task.attempts() + "/" + task.maxAttempts(),
            task.node().orElse("–"),
            Words.duration(java.time.Duration.between(task.createdAt(), now)),
            Words.cut(task.reason(), 60));
      }
      return table.toString();
    }
  }

  @Command(name = "show", description = "Show one task: its state, attempts, evidence and story.")
  static final class Show implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(
        index = "0",
        paramLabel = "TASK",
        description = "Its id, a beginning of it, or #KEY.")
    String task = "";

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var detail = client.get(TaskDetail.class, API + "/tasks/" + encoded(task));
        common.answer(detail, new TaskStory(common.paint).tell(detail));
      }
      return Exit.OK;
    }
  }

  @Command(name = "why", description = "Say why a task is where it is, and what would let it run.")
  static final class Why implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "TASK")
    String task = "";

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var why = client.get(Explanation.class, API + "/tasks/" + encoded(task) + "/why");
        common.answer(why, words(why));
      }
      return Exit.OK;
    }

    private String words(Explanation why) {
      var text = new StringBuilder(why.summary()).append('\n');
      if (!why.mend().isBlank()) {
        text.append("→ ").append(why.mend()).append('\n');
      }
      for (var node : why.nodes()) {
        text.append(node.fits() ? common.paint.good("✓ ") : common.paint.bad("✕ "))
            .append(node.name())
            .append('\n');
        node.rules()
            .forEach(
                rule ->
                    text.append(rule.passed() ? "    ✓ " : "    ✕ ")
                        .append(rule.rule())
                        .append(": ")
                        .append(rule.detail())
                        .append('\n'));
        if (node.fits()) {
          node.parts().stream()
              .filter(part -> part.points() > 0)
              .forEach(part -> text.append("    + %d %s\n".formatted(part.points(), part.what())));
        }
      }
      why.others()
          .forEach(
              other ->
                  text.append(
                      other.rule().equals("fits")
                          ? "and %d more that fit\n".formatted(other.nodes())
                          : "and %d more that fail: %s\n".formatted(other.nodes(), other.rule())));
      return text.toString();
    }
  }

  /** What is done to one task, with a reason. */
  private static Integer act(Common common, String task, String verb, Optional<String> reason) {
    try (var client = common.client()) {
      var done =
          client.post(
              Done.class,
              API + "/tasks/" + encoded(task) + "/" + verb,
              new Because(reason.or(() -> Optional.of(FROM_HERE))));
      common.answer(done, done.message());
    }
    return Exit.OK;
  }

  @Command(name = "cancel", description = "Cancel a task; a running attempt is stopped.")
  static final class Cancel implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "TASK")
    String task = "";

    @Parameters(index = "1", paramLabel = "REASON", arity = "0..1")
    Optional<String> reason = Optional.empty();

    @Override
    public Integer call() {
      return act(common, task, "cancel", reason);
    }
  }

  @Command(name = "retry", description = "Try a task again: at once, or afresh when it has ended.")
  static final class Retry implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "TASK")
    String task = "";

    @Override
    public Integer call() {
      return act(common, task, "retry", Optional.empty());
    }
  }

  @Command(name = "approve", description = "Say yes to a task that waits for a person.")
  static final class Approve implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "TASK")
    String task = "";

    @Parameters(index = "1", paramLabel = "NOTE", arity = "0..1")
    Optional<String> note = Optional.empty();

    @Override
    public Integer call() {
      return act(common, task, "approve", note);
    }
  }

  @Command(name = "hold", description = "Keep a task from being started.")
  static final class Hold implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "TASK")
    String task = "";

    @Parameters(index = "1", paramLabel = "REASON", arity = "0..1")
    Optional<String> reason = Optional.empty();

    @Override
    public Integer call() {
      return act(common, task, "hold", reason);
    }
  }

  @Command(name = "release", description = "Let a held task go on.")
  static final class Release implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "TASK")
    String task = "";

    @Override
    public Integer call() {
      return act(common, task, "release", Optional.empty());
    }
  }

  @Command(
      name = "task",
      description = "Look at one task, or act on it.",
      subcommands = {
        Show.class,
        Why.class,
        StepsCommand.class,
        TraceCommand.class,
        Cancel.class,
        Retry.class,
        Approve.class,
        ApprovalCommands.Answer.class,
        ChangeCommands.Diff.class,
        ChangeCommands.Merge.class,
        Hold.class,
        Release.class
      })
  static final class Task {}
}
