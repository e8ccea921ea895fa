package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.MemoryViews.FoundMemory;
import dev.godmode.protocol.api.MemoryViews.MemoryList;
import dev.godmode.protocol.api.MemoryViews.MemoryStatus;
import dev.godmode.protocol.api.MemoryViews.MemoryView;
import dev.godmode.protocol.api.MemoryViews.NewMemory;
import dev.godmode.protocol.api.MemoryViews.Promote;
import dev.godmode.protocol.api.MemoryViews.RecallAnswer;
import dev.godmode.protocol.api.MemoryViews.RecallRequest;
import dev.godmode.protocol.api.MemoryViews.Remembered;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.text.Quantities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What agents and people remember. */
final class MemoryCommands {

  private static final String MEMORIES = API + "/memories";
  private static final String MEMORY = API + "/memory";

  private MemoryCommands() {}

  @Command(
      name = "memory",
      description = "List what is remembered, the newest first.",
      subcommands = {
        Remember.class,
        RecallIt.class,
        GraphCommands.Near.class,
        GraphCommands.Relate.class,
        Show.class,
        Widen.class,
        Forget.class,
        TidyCommand.class,
        MemoryTransfer.Import.class,
        MemoryTransfer.Export.class,
        Status.class,
        Reindex.class
      })
  static final class Memory implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Option(
        names = "--scope",
        description = "fleet, stream:NAME, agent:TYPE or node:NAME; all as usual.")
    @Nullable String scope;

    @Option(names = "--tag", description = "Only with this tag.")
    @Nullable String tag;

    @Option(names = "-n", description = "How many; 20 as usual.")
    int limit = 20;

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var list =
            client.get(
                MemoryList.class,
                GodModeClient.path(
                    MEMORIES,
                    Map.of(
                        "scope", Optional.ofNullable(scope),
                        "tag", Optional.ofNullable(tag),
                        "limit", Optional.of(Integer.toString(limit)))));
        common.answer(list, words(common, list.items()));
        return Exit.OK;
      }
    }

    private static String words(Common common, List<MemoryView> items) {
      if (items.isEmpty()) {
        return "Nothing is remembered yet: gm memory remember TEXT.\n";
      }
      var table = new Table("ID", "SCOPE", "AGE", "BY", "TEXT");
      items.forEach(
          one ->
              table.row(one.id(), one.scope(), age(common, one), one.by(), Words.line(one.text())));
      return table.toString();
    }
  }

  private static String age(Common common, MemoryView one) {
    return Words.duration(Duration.between(one.at(), common.clock.instant()));
  }

  @Command(name = "remember", description = "Remember TEXT; the same text in a scope is kept once.")
  static final class Remember implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(paramLabel = "TEXT", arity = "1..*")
    List<String> text = List.of();

    @Mixin Keeping keeping = new Keeping();

    @Option(names = "--tag", description = "A tag; may be said several times.")
    List<String> tags = List.of();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var kept =
            client.post(
                Remembered.class,
                MEMORIES,
                new NewMemory(
                    String.join(" ", text),
                    keeping.scope(),
                    Optional.of(tags),
                    keeping.until(common.clock)));
        common.answer(
            kept,
            "%s %s in %s\n"
                .formatted(
                    kept.known() ? "was there already:" : "remembered",
                    kept.memory().id(),
                    kept.memory().scope()));
        return Exit.OK;
      }
    }
  }

  @Command(
      name = "recall",
      description =
          "Find memories by the words of a question, by what it means and by what it names.")
  static final class RecallIt implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(paramLabel = "WORDS", arity = "1..*")
    List<String> query = List.of();

    @Option(names = "--scope", description = "Only of this scope; may be said several times.")
    List<String> scopes = List.of();

    @Option(names = "--tag", description = "Only with this tag; may be said several times.")
    List<String> tags = List.of();

    @Option(names = "--since", description = "Only what was remembered so long ago at most, as 7d.")
    @Nullable String since;

    @Option(names = "--by", description = "words, meaning or graph; all as usual.")
    List<String> parts = List.of();

    @Option(names = "-n", description = "How many; 10 as usual, 50 at most.")
    int limit = 10;

    @Override
    public Integer call() {
      var from =
          Optional.ofNullable(since)
              .map(Quantities::duration)
              .map(time -> common.clock.instant().minus(time));
      try (var client = common.client()) {
        var answer =
            client.post(
                RecallAnswer.class,
                MEMORY + "/recall",
                new RecallRequest(
                    String.join(" ", query),
                    Optional.of(scopes).filter(all -> !all.isEmpty()),
                    Optional.of(tags).filter(all -> !all.isEmpty()),
                    from,
                    Optional.empty(),
                    Optional.of(limit),
                    Optional.of(parts).filter(all -> !all.isEmpty())));
        common.answer(answer, words(answer));
        return Exit.OK;
      }
    }

    private String words(RecallAnswer answer) {
      var all = new ArrayList<String>();
      answer.found().forEach(one -> all.add(words(one)));
      if (all.isEmpty()) {
        all.add("Nothing is remembered of that.");
      }
      answer
          .missing()
          .forEach((part, why) -> all.add(common.paint.warn("by %s: %s".formatted(part, why))));
      return String.join("\n", all) + "\n";
    }

    private String words(FoundMemory one) {
      var by =
          one.by().stream()
              .map(part -> "%s #%d".formatted(part.part(), part.rank()))
              .collect(Collectors.joining(", "));
      return "%s\n%s"
          .formatted(
              Words.line(one.memory().text()),
              common.paint.dim(
                  "  %s, %s, %s ago by %s; found by %s"
                      .formatted(
                          one.memory().id(),
                          one.memory().scope(),
                          age(common, one.memory()),
                          one.memory().by(),
                          by)));
    }
  }

  @Command(name = "show", description = "Show one memory, and where it comes from.")
  static final class Show implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(paramLabel = "ID")
    String id = "";

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var one = client.get(MemoryView.class, MEMORIES + "/" + GodModeClient.encoded(id));
        common.answer(one, words(one));
        return Exit.OK;
      }
    }

    private String words(MemoryView one) {
      var all = new ArrayList<String>();
      all.add(one.text());
      all.add("");
      all.add("scope    " + one.scope());
      all.add("by       %s, at %s".formatted(one.by(), one.at()));
      add(all, "agent    ", one.agent());
      add(all, "stream   ", one.stream());
      add(all, "node     ", one.node());
      add(all, "source   ", one.source());
      add(all, "tags     ", String.join(", ", one.tags()));
      one.expiresAt().ifPresent(end -> all.add("until    " + end));
      one.summedUpIn().ifPresent(summary -> all.add("summed up in " + summary));
      one.promoted()
          .ifPresent(
              was ->
                  all.add(
                      "promoted from %s by %s, at %s".formatted(was.from(), was.by(), was.at())));
      return String.join("\n", all) + "\n";
    }

    private static void add(List<String> all, String name, String value) {
      if (!value.isEmpty()) {
        all.add(name + value);
      }
    }
  }

  @Command(
      name = "promote",
      description = "Let more see a memory: those of a stream, or of the fleet.")
  static final class Widen implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "ID")
    String id = "";

    @Parameters(index = "1", paramLabel = "SCOPE", description = "fleet or stream:NAME")
    String to = "";

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var kept =
            client.post(
                Remembered.class,
                MEMORIES + "/" + GodModeClient.encoded(id) + "/promote",
                new Promote(to));
        common.answer(
            kept,
            kept.known()
                ? "%s has that text already, as %s; %s is gone\n"
                    .formatted(kept.memory().scope(), kept.memory().id(), id)
                : "%s is in %s now\n".formatted(id, kept.memory().scope()));
        return Exit.OK;
      }
    }
  }

  @Command(name = "forget", description = "Forget memories for good: nobody can bring them back.")
  static final class Forget implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(paramLabel = "ID", arity = "1..*")
    List<String> ids = List.of();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        ids.forEach(id -> client.remove(MEMORIES + "/" + GodModeClient.encoded(id)));
        var words = ids.size() == 1 ? "forgotten" : "%d forgotten".formatted(ids.size());
        common.answer(new Done(words), words);
        return Exit.OK;
      }
    }
  }

  @Command(
      name = "status",
      description = "Show how much is remembered, and how far index and graph are.")
  static final class Status implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        return show(common, client.get(MemoryStatus.class, MEMORY + "/status"));
      }
    }
  }

  @Command(
      name = "reindex",
      description = "Make index and graph anew; nothing that is remembered is lost.")
  static final class Reindex implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        client.tell(MEMORY + "/reindex");
        return show(common, client.get(MemoryStatus.class, MEMORY + "/status"));
      }
    }
  }

  private static int show(Common common, MemoryStatus status) {
    var all = new ArrayList<String>();
    all.add("%d memories".formatted(status.memories()));
    status.scopes().forEach((scope, many) -> all.add("  %-20s %d".formatted(scope, many)));
    all.add(
        status.indexed() >= status.changes()
            ? "the index has all of it"
            : "the index has %d of %d changes so far"
                .formatted(status.indexed(), status.changes()));
    all.add(
        status.embedder().isEmpty()
            ? "no embeddings: words are found, meanings are not"
            : "embeddings of " + status.embedder());
    all.add(
        status.graph().indexed() >= status.changes()
            ? "%d relations known".formatted(status.graph().relations())
            : "%d relations known, of %d of %d changes so far"
                .formatted(status.graph().relations(), status.graph().indexed(), status.changes()));
    status.noMeaning().ifPresent(why -> all.add(common.paint.warn(why)));
    var troubles =
        Stream.of(status.trouble(), status.graph().trouble()).flatMap(Optional::stream).toList();
    troubles.forEach(why -> all.add(common.paint.bad(why)));
    common.answer(status, String.join("\n", all) + "\n");
    return troubles.isEmpty() ? Exit.OK : Exit.FAILED;
  }
}
