package dev.godmode.cli;

import static dev.godmode.cli.Common.API;
import static dev.godmode.client.GodModeClient.encoded;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.MemoryViews.MemoryView;
import dev.godmode.protocol.api.MemoryViews.NewTidyRule;
import dev.godmode.protocol.api.MemoryViews.OldMemories;
import dev.godmode.protocol.api.MemoryViews.Tidied;
import dev.godmode.protocol.api.MemoryViews.Tidy;
import dev.godmode.protocol.api.MemoryViews.TidyRuleList;
import dev.godmode.protocol.api.MemoryViews.TidyRuleSet;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.text.Quantities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Old memories become fewer. */
@Command(
    name = "tidy",
    description = {
      "Have a model sum up old memories of SCOPE that share a tag; originals come behind.",
      "Without SCOPE it lists what is kept tidy by itself, and how each stands."
    })
final class TidyCommand implements Callable<Integer> {

  /** A model on a slow machine thinks for minutes. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final String RULES = API + "/memory/tidy/rules";

  @Mixin Common common = new Common();

  @Parameters(
      paramLabel = "SCOPE",
      arity = "0..1",
      description = "fleet, stream:NAME, agent:TYPE or node:NAME.")
  Optional<String> scope = Optional.empty();

  @Option(
      names = "--model",
      description = "Which one sums up; without one it is only said what it would.")
  Optional<String> model = Optional.empty();

  @Option(names = "--older", description = "Only what was said so long ago, as 90d; 30d as usual.")
  Optional<String> older = Optional.empty();

  @Option(names = "--at-least", description = "Only where so many share a tag; 20 as usual.")
  Optional<Integer> atLeast = Optional.empty();

  @Option(
      names = "--forget-after",
      description = "Forget the originals after so long, as 90d; they are kept as usual.")
  Optional<String> forgetAfter = Optional.empty();

  @Option(names = "--every", description = "With --by-itself: how often, as 12h; 24h as usual.")
  Optional<String> every = Optional.empty();

  @ArgGroup Mode mode = new Mode();

  /** One of them at most; without any it is done now. */
  static final class Mode {
    @Option(names = "--dry-run", description = "Only say which memories would be brought together.")
    boolean dryRun;

    @Option(
        names = "--by-itself",
        description = "Control does it from now on, by this rule alone of that scope.")
    boolean byItself;

    @Option(names = "--by-hand", description = "Control does it no more by itself.")
    boolean byHand;
  }

  /** What came of all of it. */
  private record All(List<OldMemories> groups, List<MemoryView> summaries, Optional<String> why) {}

  @Override
  public Integer call() {
    if (every.isPresent() && !mode.byItself) {
      throw new IllegalArgumentException("--every goes with --by-itself");
    }
    if (scope.isEmpty() && isMoreThanAList()) {
      throw new IllegalArgumentException("say which SCOPE: gm memory status lists them");
    }
    try (var client = common.client()) {
      return scope.map(one -> carryOut(client, one)).orElseGet(() -> list(client));
    }
  }

  private boolean isMoreThanAList() {
    return mode.dryRun
        || mode.byItself
        || mode.byHand
        || atLeast.isPresent()
        || model.or(() -> older).or(() -> forgetAfter).isPresent();
  }

  private int carryOut(GodModeClient client, String what) {
    if (mode.byItself) {
      return keepTidy(client, what);
    }
    return mode.byHand ? takeAway(client, what) : tidy(client, what);
  }

  private int list(GodModeClient client) {
    var rules = client.get(TidyRuleList.class, RULES);
    common.answer(rules, TidyRuleWords.of(common, rules.items()));
    return Exit.OK;
  }

  private int keepTidy(GodModeClient client, String what) {
    var by =
        model.orElseThrow(
            () -> new IllegalArgumentException("say which --model sums up: gm models lists them"));
    var set =
        client.post(
            TidyRuleSet.class,
            RULES,
            new NewTidyRule(
                what,
                by,
                every.map(Quantities::duration),
                older.map(Quantities::duration),
                atLeast,
                forgetAfter.map(Quantities::duration)));
    common.answer(
        set,
        "%s is kept tidy by %s from now on, looked at every %s%s\n"
            .formatted(
                set.rule().scope(),
                set.rule().model(),
                Words.duration(set.rule().every()),
                set.instead() ? "; the rule it had before is gone" : ""));
    return Exit.OK;
  }

  private int takeAway(GodModeClient client, String what) {
    client.remove(RULES + "/" + encoded(what));
    common.answer(new Done("by hand"), what + " is tidied by hand only");
    return Exit.OK;
  }

  private int tidy(GodModeClient client, String what) {
    var asked = mode.dryRun ? Optional.<String>empty() : model;
    var first = ask(client, what, asked);
    var summaries = new ArrayList<MemoryView>();
    var last = first;
    while (last.summary().isPresent()) {
      summaries.add(last.summary().get());
      last = ask(client, what, asked);
    }
    var all = new All(first.groups(), List.copyOf(summaries), last.why());
    common.answer(
        all,
        all.groups().isEmpty()
            ? "Nothing in %s is old and many enough.\n".formatted(what)
            : words(all, asked.isPresent()));
    return all.why().isPresent() ? Exit.FAILED : Exit.OK;
  }

  private Tidied ask(GodModeClient client, String what, Optional<String> by) {
    return client.post(
        Tidied.class,
        API + "/memory/tidy",
        new Tidy(
            what,
            older.map(Quantities::duration),
            atLeast,
            by,
            forgetAfter.map(Quantities::duration)),
        PATIENCE);
  }

  private String words(All all, boolean carriedOut) {
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
