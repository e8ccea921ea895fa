package dev.godmode.cli;

import static dev.godmode.cli.Common.API;
import static dev.godmode.client.GodModeClient.encoded;

import dev.godmode.protocol.api.Proposals.Acceptance;
import dev.godmode.protocol.api.Proposals.ProposalDetail;
import dev.godmode.protocol.api.Proposals.ProposalList;
import dev.godmode.protocol.api.Proposals.ProposalView;
import dev.godmode.protocol.api.Requests.Because;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.document.ProposalState;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes of documents that agents propose: looking at them, and deciding. */
final class ProposalCommands {

  private static final String PROPOSALS = API + "/proposals";

  /** Of a payload's 64 characters: as many as {@code gm proposal show} prints. */
  private static final int PAYLOAD_MIN = 12;

  private ProposalCommands() {}

  @Command(name = "proposals", description = "List the changes of documents that wait for you.")
  static final class Proposals implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Option(names = "--all", description = "Those that were decided last, too.")
    boolean all;

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var items =
            client.get(ProposalList.class, PROPOSALS).items().stream()
                .filter(one -> all || !one.state().isTerminal())
                .toList();
        var table = new Table("PROPOSAL", "STATE", "DOCUMENT", "BY", "WHEN", "WHY");
        items.forEach(
            one ->
                table.row(
                    one.proposal().id(),
                    state(common, one),
                    one.proposal().path(),
                    author(one),
                    Words.ago(one.madeAt(), common.clock.instant()),
                    Words.cut(one.proposal().why(), 60)));
        common.answer(items, items.isEmpty() ? "No proposal waits." : table.toString());
      }
      return Exit.OK;
    }
  }

  private static String state(Common common, ProposalView one) {
    var word = Paint.word(one.state());
    return one.state() == ProposalState.OPEN ? common.paint.warn(word) : common.paint.dim(word);
  }

  private static String author(ProposalView one) {
    return one.proposal().agent().isEmpty() ? one.proposal().author() : one.proposal().agent();
  }

  @Command(
      name = "proposal",
      description = "Look at a proposed change, and decide about it.",
      subcommands = {Show.class, Accept.class, Reject.class})
  static final class Proposal {}

  @Command(name = "show", description = "Show the exact change, and the payload that a yes is for.")
  static final class Show implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "PROPOSAL", description = "Its id.")
    String id = "";

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var detail = client.get(ProposalDetail.class, PROPOSALS + "/" + encoded(id));
        common.answer(detail, words(detail));
      }
      return Exit.OK;
    }

    private String words(ProposalDetail detail) {
      var view = detail.proposal();
      var one = view.proposal();
      var text = new StringBuilder();
      text.append(common.paint.bold(one.path()))
          .append("  ")
          .append(state(common, view))
          .append(
              "\nby %s, %s"
                  .formatted(one.author(), Words.ago(view.madeAt(), common.clock.instant())));
      if (!one.why().isBlank()) {
        text.append("\n").append(one.why());
      }
      text.append("\n\n").append(DocsCommands.colour(common, detail.diff())).append("\n");
      text.append(Finding.words(detail.findings(), common.paint));
      detail
          .conflict()
          .ifPresent(why -> text.append(common.paint.warn("conflict: ")).append(why).append("\n"));
      if (view.state() == ProposalState.OPEN) {
        text.append("payload %.12s\n".formatted(view.payload()))
            .append(
                "gm proposal accept %s %.12s  or  gm proposal reject %s 'why'\n"
                    .formatted(one.id(), view.payload(), one.id()));
      } else {
        text.append("%s %s\n".formatted(view.by(), view.note()));
      }
      return text.toString();
    }
  }

  @Command(
      name = "accept",
      description = "Say yes to what 'gm proposal show' printed; the document is written.")
  static final class Accept implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "PROPOSAL", description = "Its id.")
    String id = "";

    @Parameters(
        index = "1",
        paramLabel = "PAYLOAD",
        description = "As 'gm proposal show' printed it: a yes is for exactly that.")
    String payload = "";

    @Parameters(index = "2", arity = "0..1", paramLabel = "NOTE")
    Optional<String> note = Optional.empty();

    @Override
    public Integer call() {
      if (payload.length() < PAYLOAD_MIN) {
        throw new IllegalArgumentException(
            "a payload has at least %d characters: 'gm proposal show %s' prints it"
                .formatted(PAYLOAD_MIN, id));
      }
      try (var client = common.client()) {
        var path = PROPOSALS + "/" + encoded(id);
        var whole = client.get(ProposalDetail.class, path).proposal().payload();
        var meant = whole.startsWith(payload) ? whole : payload;
        var done = client.post(Done.class, path + "/accept", new Acceptance(meant, note));
        common.answer(done, done.message());
      }
      return Exit.OK;
    }
  }

  @Command(name = "reject", description = "Say no.")
  static final class Reject implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "PROPOSAL", description = "Its id.")
    String id = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "REASON")
    Optional<String> reason = Optional.empty();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var path = PROPOSALS + "/" + encoded(id) + "/reject";
        var done = client.post(Done.class, path, new Because(reason));
        common.answer(done, done.message());
      }
      return Exit.OK;
    }
  }
}
