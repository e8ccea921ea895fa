package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.MemoryViews.MemoryView;
import dev.godmode.protocol.api.MemoryViews.OldMemories;
import dev.godmode.protocol.api.MemoryViews.Tidied;
import dev.godmode.protocol.api.MemoryViews.Tidy;
import dev.godmode.protocol.text.Quantities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Old memories become fewer. */
@Command(
    name = "tidy",
    description =
        "Have a model sum up old memories of SCOPE that share a tag; originals come behind.")
final class TidyCommand implements Callable<Integer> {

  /** A model on a slow machine thinks for minutes. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @Mixin Common common = new Common();

  @Parameters(paramLabel = "SCOPE", description = "fleet, stream:NAME, agent:TYPE or node:NAME.")
  String scope = "";

  @Option(
      names = "--model",
      description = "Which one sums up; without one it is only said what it would.")
  Optional<String> model = Optional.empty();

  @Option(names = "--dry-run", description = "Only say which memories would be brought together.")
  boolean dryRun;

  @Option(names = "--older", description = "Only what was said so long ago, as 90d; 30d as usual.")
  Optional<String> older = Optional.empty();

  @Option(names = "--at-least", description = "Only where so many share a tag; 20 as usual.")
  Optional<Integer> atLeast = Optional.empty();

  @Option(
      names = "--forget-after",
      description = "Forget the originals after so long, as 90d; they are kept as usual.")
  Optional<String> forgetAfter = Optional.empty();

  /** What came of all of it. */
  private record All(List<OldMemories> groups, List<MemoryView> summaries, Optional<String> why) {}

  @Override
  public Integer call() {
    try (var client = common.client()) {
      var asked = dryRun || model.isEmpty() ? Optional.<String>empty() : model;
      var first = ask(client, asked);
      var summaries = new ArrayList<MemoryView>();
      var last = first;
      while (last.summary().isPresent()) {
        summaries.add(last.summary().get());
        last = ask(client, asked);
      }
      var all = new All(first.groups(), List.copyOf(summaries), last.why());
      common.answer(all, words(all, asked.isPresent()));
      return all.why().isPresent() ? Exit.FAILED : Exit.OK;
    }
  }

  private Tidied ask(GodModeClient client, Optional<String> by) {
    return client.post(
        Tidied.class,
        API + "/memory/tidy",
        new Tidy(
            scope,
            older.map(Quantities::duration),
            atLeast,
            by,
            forgetAfter.map(Quantities::duration)),
        PATIENCE);
  }

  private String words(All all, boolean carriedOut) {
    if (all.groups().isEmpty()) {
      return "Nothing in %s is old and many enough.\n".formatted(scope);
    }
    var lines = new ArrayList<String>();
    if (!carriedOut) {
      all.groups().forEach(group -> lines.add("would sum up " + words(group)));
    }
    all.summaries().forEach(one -> lines.add("%s: %s".formatted(one.id(), Words.line(one.text()))));
    all.why().ifPresent(why -> lines.add(common.paint.bad("the others are as they were: ") + why));
    return String.join("\n", lines) + "\n";
  }

  private static String words(OldMemories group) {
    return "%d%s%s, of %s to %s"
        .formatted(
            group.ids().size(),
            group.tag().isEmpty() ? " without a tag" : " with the tag " + group.tag(),
            group.stream().isEmpty() ? "" : " of the stream " + group.stream(),
            group.from().toString().substring(0, 10),
            group.to().toString().substring(0, 10));
  }
}
