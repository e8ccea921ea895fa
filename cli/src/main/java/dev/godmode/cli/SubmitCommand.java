package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.Explanation;
import dev.godmode.protocol.api.Requests.Submit;
import dev.godmode.protocol.api.Requests.Submitted;
import dev.godmode.protocol.api.SubmittedTask;
import dev.godmode.protocol.api.SubmittedTask.SubmittedCheck;
import dev.godmode.protocol.api.SubmittedTask.SubmittedSource;
import dev.godmode.protocol.api.SubmittedTaskBuilder;
import dev.godmode.protocol.api.TaskDetail;
import dev.godmode.protocol.task.Source;
import dev.godmode.protocol.text.Quantities;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Hands a task in. */
@Command(
    name = "submit",
    description = "Submit a task: gm submit NAME --command 'make test' --check 'test -f ok'")
final class SubmitCommand implements Callable<Integer> {

  @Mixin Common common = new Common();

  @Parameters(index = "0", paramLabel = "NAME")
  String name = "";

  @Parameters(
      index = "1..*",
      paramLabel = "ARG",
      description = "The program and its arguments, after --")
  List<String> program = List.of();

  @Option(
      names = {"-c", "--command"},
      description = "A line of shell to run.")
  Optional<String> command = Optional.empty();

  @Option(names = "--check", description = "A line of shell that proves success; may be repeated.")
  List<String> checks = List.of();

  @Option(names = "--agent", description = "Which agent profile runs it.")
  Optional<String> agent = Optional.empty();

  @Option(names = "--goal", description = "Prose for the agent.")
  Optional<String> goal = Optional.empty();

  @Option(names = "--stream", description = "The line of work it belongs to.")
  Optional<String> stream = Optional.empty();

  @Option(names = "--priority", description = "-100 to 100, higher first.")
  Optional<Integer> priority = Optional.empty();

  @Option(names = "--after", split = ",", description = "Tasks that must end well first.")
  Set<String> after = new HashSet<>();

  @Mixin PlacementOptions placement = new PlacementOptions();

  @Option(
      names = "--repository",
      description = "A git repository that it begins from and changes; a path or an address.")
  Optional<String> repository = Optional.empty();

  @Option(names = "--branch", description = "Of the repository; its own when not said.")
  Optional<String> branch = Optional.empty();

  @Option(
      names = "--merge",
      description = "Who merges what it changes: person, or green (its checks, if it is small).")
  Optional<Source.Merge> merge = Optional.empty();

  @Option(names = "--approval", description = "Ask a person before it runs.")
  boolean approval;

  @Option(names = "--max-attempts", description = "How many failures end it.")
  Optional<Integer> maxAttempts = Optional.empty();

  @Option(names = "--timeout", description = "Longest single attempt, for example 5m.")
  Optional<String> timeout = Optional.empty();

  @Option(names = "--wait", description = "Wait for its end; exit 0 only when it ended well.")
  boolean wait;

  @Override
  public Integer call() {
    try (var client = common.client()) {
      var submitted = client.post(Submitted.class, API + "/tasks", new Submit(List.of(task())));
      var id = submitted.tasks().getFirst();
      warnIfNever(client, id.value());
      if (!wait) {
        common.answer(submitted, "Submitted %s. Follow it: gm logs -f %s".formatted(id, id));
        return Exit.OK;
      }
      return ended(client, id.value());
    }
  }

  /** Said at once, not found out after an hour of waiting. */
  private void warnIfNever(GodModeClient client, String id) {
    if (!placement.areSaid()) {
      return;
    }
    var why = client.get(Explanation.class, API + "/tasks/" + id + "/why");
    if (why.never()) {
      System.err.println("%s.%n→ %s".formatted(why.summary(), why.mend()));
    }
  }

  private Integer ended(GodModeClient client, String id) {
    Waiting.untilEnded(client, id);
    var detail = client.get(TaskDetail.class, API + "/tasks/" + id);
    common.answer(detail, new TaskStory(common.paint).tell(detail));
    return detail.task().state().satisfiesDependents() ? Exit.OK : Exit.FAILED;
  }

  private SubmittedTask task() {
    return SubmittedTaskBuilder.builder().name(name).goal(goal).agentType(agent).stream(stream)
        .command(argv())
        .checks(
            checks.isEmpty()
                ? Optional.empty()
                : Optional.of(checks.stream().map(SubmitCommand::check).toList()))
        .requires(Optional.of(placement.requires))
        .prefers(Optional.of(placement.prefers))
        .priority(priority)
        .after(Optional.of(after))
        .maxAttempts(maxAttempts)
        .timeout(timeout.map(Quantities::duration))
        .approval(Optional.of(approval))
        .demand(placement.demand())
        .throttle(placement.throttle())
        .source(source())
        .build();
  }

  /** A path is meant from here, not from wherever control runs. */
  private Optional<SubmittedSource> source() {
    if (repository.isEmpty() && (branch.isPresent() || merge.isPresent())) {
      throw new IllegalArgumentException("--branch and --merge are for a --repository");
    }
    return repository.map(
        where ->
            new SubmittedSource(
                Files.isDirectory(Path.of(where))
                    ? Path.of(where).toAbsolutePath().normalize().toString()
                    : where,
                branch,
                merge));
  }

  private Optional<List<String>> argv() {
    if (!program.isEmpty()) {
      return Optional.of(program);
    }
    return command.map(line -> List.of("/bin/sh", "-c", line));
  }

  private static SubmittedCheck check(String line) {
    return new SubmittedCheck(Optional.of(line), List.of("/bin/sh", "-c", line), Optional.empty());
  }
}
