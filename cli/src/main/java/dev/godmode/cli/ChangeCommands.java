package dev.godmode.cli;

import static dev.godmode.cli.Common.API;
import static dev.godmode.client.GodModeClient.encoded;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.Changes.ChangeDetail;
import dev.godmode.protocol.api.Changes.MergeRequest;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.text.Visible;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What attempts changed in repositories, and merging it. */
final class ChangeCommands {

  private static final int PAYLOAD_MIN = 8;

  private ChangeCommands() {}

  private static ChangeDetail fetch(GodModeClient client, String task, Optional<Integer> attempt) {
    return client.get(
        ChangeDetail.class,
        GodModeClient.path(
            API + "/tasks/" + encoded(task) + "/diff",
            Map.of("attempt", attempt.map(String::valueOf))));
  }

  @Command(name = "diff", description = "Show what a task's attempt changed in its repository.")
  static final class Diff implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(
        index = "0",
        paramLabel = "TASK",
        description = "Its id, a beginning of it, or #KEY.")
    String task = "";

    @Option(names = "--attempt", description = "Which one; the last that changed something.")
    Optional<Integer> attempt = Optional.empty();

    @Option(names = "--patch", description = "Print the patch alone, as git apply takes it.")
    boolean patch;

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var detail = fetch(client, task, attempt);
        if (patch) {
          common.out().print(detail.patch());
        } else {
          common.answer(detail, words(detail));
        }
      }
      return Exit.OK;
    }

    private String words(ChangeDetail detail) {
      var change = detail.change();
      var text = new StringBuilder();
      text.append(common.paint.bold(change.words()))
          .append(
              "  attempt %d, from %s of %s\n"
                  .formatted(detail.attempt(), change.base().words(), change.base().repository()));
      change
          .listed()
          .forEach(
              file ->
                  text.append(
                      "  %s %s  %s\n"
                          .formatted(
                              file.status(),
                              Visible.of(file.path()),
                              file.binary()
                                  ? "binary"
                                  : "+%d −%d".formatted(file.added(), file.removed()))));
      change
          .concerns()
          .forEach(what -> text.append(common.paint.warn("▲ " + Visible.of(what))).append("\n"));
      if (!detail.patch().isEmpty()) {
        text.append("\n")
            .append(DocsCommands.colour(common, Visible.of(detail.patch())))
            .append("\n");
      }
      text.append(Finding.words(detail.findings(), common.paint));
      detail.drift().ifPresent(where -> text.append(common.paint.warn(where)).append("\n"));
      return text.append(ways(detail)).toString();
    }

    private String ways(ChangeDetail detail) {
      return detail
          .merged()
          .map(commit -> "merged, as %.10s\n".formatted(commit))
          .or(() -> detail.obstacle().map(why -> "not to be merged: " + why + "\n"))
          .orElseGet(() -> "gm task merge %s %.12s\n".formatted(task, detail.change().hash()));
    }
  }

  @Command(
      name = "merge",
      description =
          "Put exactly the change that 'gm task diff' showed on the branch it began from.")
  static final class Merge implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "TASK")
    String task = "";

    @Parameters(
        index = "1",
        paramLabel = "PAYLOAD",
        description = "As 'gm task diff' printed it: a yes is for exactly that.")
    String payload = "";

    @Option(names = "--attempt", description = "Which one; the last that changed something.")
    Optional<Integer> attempt = Optional.empty();

    @Option(names = "--unproven", description = "Also when no check proves it.")
    boolean unproven;

    @Override
    public Integer call() {
      if (payload.length() < PAYLOAD_MIN) {
        throw new IllegalArgumentException(
            "a payload has at least %d characters: 'gm task diff %s' prints it"
                .formatted(PAYLOAD_MIN, task));
      }
      try (var client = common.client()) {
        var whole = fetch(client, task, attempt).change().hash();
        var meant = whole.startsWith(payload) ? whole : payload;
        var done =
            client.post(
                Done.class,
                API + "/tasks/" + encoded(task) + "/merge",
                new MergeRequest(meant, attempt, Optional.of(unproven)));
        common.answer(done, done.message());
      }
      return Exit.OK;
    }
  }
}
