package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.DocumentStanding;
import dev.godmode.protocol.api.DocumentStanding.Freshness;
import dev.godmode.protocol.api.Documents.DocumentChange;
import dev.godmode.protocol.api.Documents.DocumentChanges;
import dev.godmode.protocol.api.Documents.DocumentTrouble;
import dev.godmode.protocol.api.Documents.DocumentsVerdict;
import dev.godmode.protocol.api.Documents.DocumentsView;
import dev.godmode.protocol.api.Documents.NodeDocumentsList;
import dev.godmode.protocol.api.Documents.SnapshotDetail;
import dev.godmode.protocol.api.Documents.SnapshotList;
import dev.godmode.protocol.document.SnapshotMark;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The canonical documents: what is in them, what was, and which node has which. */
final class DocsCommands {

  private static final String DOCUMENTS = API + "/documents";

  private DocsCommands() {}

  @Command(
      name = "docs",
      description = "List the canonical documents of the newest snapshot.",
      subcommands = {Show.class, History.class, Diff.class, Nodes.class, Verify.class})
  static final class Docs implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var view = client.get(DocumentsView.class, DOCUMENTS);
        common.answer(view, words(view));
      }
      return Exit.OK;
    }

    private String words(DocumentsView view) {
      var left =
          view.problems().stream()
              .map(one -> common.paint.warn("left out: ") + one.path() + " " + one.why() + "\n")
              .collect(Collectors.joining());
      return left
          + view.newest()
              .map(one -> list(common, one))
              .orElseGet(
                  () ->
                      "No documents yet: put some into %s of the workspace."
                          .formatted(String.join(", ", view.roots())));
    }
  }

  private static String list(Common common, SnapshotDetail detail) {
    var snapshot = detail.snapshot();
    var table = new Table("PATH", "BYTES", "SHA-256");
    detail
        .documents()
        .forEach(
            one ->
                table.row(
                    one.path(),
                    String.valueOf(one.bytes()),
                    common.paint.dim("%.12s".formatted(one.hash()))));
    return "%s of %s, by %s\n%s"
        .formatted(
            common.paint.bold("Snapshot " + snapshot.mark().number()),
            Words.ago(snapshot.at(), common.clock.instant()),
            snapshot.author(),
            table);
  }

  @Command(name = "show", description = "Print a document, or list what a snapshot holds.")
  static final class Show implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "PATH",
        description = "For example design_docs/fleet.md; all of the snapshot when left out.")
    Optional<String> path = Optional.empty();

    @Option(names = "--snapshot", paramLabel = "N", description = "An older one than the newest.")
    Optional<Long> snapshot = Optional.empty();

    /** A text as JSON. */
    record Text(String path, String text) {}

    @Override
    public Integer call() {
      try (var client = common.client()) {
        if (path.isPresent()) {
          var query = Map.of("path", path, "snapshot", snapshot.map(String::valueOf));
          var text = client.text(GodModeClient.path(DOCUMENTS + "/text", query));
          common.answer(new Text(path.get(), text), text);
        } else {
          var number = snapshot.orElseGet(() -> newest(client).number());
          var detail = client.get(SnapshotDetail.class, DOCUMENTS + "/snapshots/" + number);
          common.answer(detail, list(common, detail));
        }
      }
      return Exit.OK;
    }

    private static SnapshotMark newest(GodModeClient client) {
      return client
          .get(DocumentsView.class, DOCUMENTS)
          .newest()
          .orElseThrow(() -> new Trouble("there is no snapshot yet"))
          .snapshot()
          .mark();
    }
  }

  @Command(name = "history", description = "List the snapshots, the newest first.")
  static final class History implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Option(names = "-n", paramLabel = "N", description = "How many; usually 50.")
    Optional<Integer> limit = Optional.empty();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var query = Map.of("limit", limit.map(String::valueOf));
        var items =
            client
                .get(SnapshotList.class, GodModeClient.path(DOCUMENTS + "/snapshots", query))
                .items();
        var table = new Table("SNAPSHOT", "TREE", "DOCUMENTS", "WHEN", "BY");
        items.forEach(
            one ->
                table.row(
                    String.valueOf(one.mark().number()),
                    "%.12s".formatted(one.mark().tree()),
                    String.valueOf(one.documents()),
                    Words.ago(one.at(), common.clock.instant()),
                    one.author()));
        common.answer(items, items.isEmpty() ? "No snapshots yet." : table.toString());
      }
      return Exit.OK;
    }
  }

  @Command(name = "diff", description = "Say what differs between two snapshots.")
  static final class Diff implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "FROM", description = "The older one's number.")
    long from;

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "TO",
        description = "The newest when left out.")
    Optional<Long> to = Optional.empty();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var query =
            Map.of("from", Optional.of(String.valueOf(from)), "to", to.map(String::valueOf));
        var changes =
            client.get(DocumentChanges.class, GodModeClient.path(DOCUMENTS + "/diff", query));
        common.answer(
            changes,
            changes.items().isEmpty()
                ? "Snapshots %d and %d are the same.".formatted(changes.from(), changes.to())
                : changes.items().stream().map(this::words).collect(Collectors.joining("\n")));
      }
      return Exit.OK;
    }

    private String words(DocumentChange one) {
      return "%s %s\n%s"
          .formatted(common.paint.bold(one.path()), one.change(), colour(common, one.diff()));
    }
  }

  /** A unified diff, as a terminal shows it. */
  static String colour(Common common, String diff) {
    return diff.lines()
        .map(
            line ->
                line.startsWith("+")
                    ? common.paint.good(line)
                    : line.startsWith("-") ? common.paint.bad(line) : line)
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  @Command(name = "nodes", description = "Say which node has which snapshot.")
  static final class Nodes implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var items = client.get(NodeDocumentsList.class, DOCUMENTS + "/nodes").items();
        var table = new Table("NODE", "DOCUMENTS", "SNAPSHOT", "WHY");
        items.forEach(
            one ->
                table.row(
                    one.name(),
                    freshness(one.documents()),
                    one.documents().held().map(SnapshotMark::words).orElse("none"),
                    one.documents().trouble().orElse("")));
        common.answer(items, items.isEmpty() ? "No node, or no snapshot yet." : table.toString());
        return items.stream().allMatch(one -> one.documents().freshness() != Freshness.STALE)
            ? Exit.OK
            : Exit.FAILED;
      }
    }

    private String freshness(DocumentStanding standing) {
      var word = Paint.word(standing.freshness());
      return switch (standing.freshness()) {
        case FRESH -> common.paint.good(word);
        case STALE -> common.paint.bad(word);
        case PULLING, UNKNOWN -> common.paint.dim(word);
      };
    }
  }

  @Command(
      name = "verify",
      description = "Check every kept snapshot and document against control's signature.")
  static final class Verify implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var verdict = client.get(DocumentsVerdict.class, DOCUMENTS + "/verify");
        common.answer(
            verdict,
            verdict.sound()
                ? common.paint.good("sound") + ": all that is kept is what control signed"
                : words(verdict.problems()));
        return verdict.sound() ? Exit.OK : Exit.FAILED;
      }
    }

    private String words(List<DocumentTrouble> problems) {
      return problems.stream()
          .map(one -> common.paint.bad("wrong") + ": " + one.path() + " " + one.why())
          .collect(Collectors.joining("\n"));
    }
  }
}
