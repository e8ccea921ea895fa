package dev.godmode.cli;

import static dev.godmode.cli.Common.API;
import static dev.godmode.client.GodModeClient.encoded;

import dev.godmode.protocol.api.Approvals.AnswerRequest;
import dev.godmode.protocol.api.Approvals.ApprovalList;
import dev.godmode.protocol.api.Approvals.ApprovalView;
import dev.godmode.protocol.api.Approvals.OpenQuestion;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.api.TaskDetail;
import dev.godmode.protocol.task.Question.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What waits for a person, and the answers to what programs ask. */
final class ApprovalCommands {

  private static final int PAYLOAD_MIN = 8;
  private static final String YES = "yes";
  private static final String NO = "no";

  private ApprovalCommands() {}

  @Command(name = "approvals", description = "List what waits for a person, longest first.")
  static final class Approvals implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var all = client.get(ApprovalList.class, API + "/approvals");
        common.answer(all, words(all.items()));
      }
      return Exit.OK;
    }

    private String words(List<ApprovalView> items) {
      if (items.isEmpty()) {
        return "Nothing waits for a person. Proposed changes of documents: gm proposals";
      }
      var table = new Table("SINCE", "TASK", "NAME", "WHAT", "QUESTION", "THEN");
      for (var one : items) {
        table.row(
            Words.ago(one.since(), common.clock.instant()),
            Words.id(one.task().value()),
            Words.cut(one.name(), 30),
            Paint.word(one.what()),
            Words.cut(one.text().replace('\n', ' '), 60),
            one.command());
      }
      return table.toString();
    }
  }

  @Command(
      name = "answer",
      description = {
        "Show what a task's program asks; with an answer, give it.",
        "A permission: 'yes PAYLOAD' with the payload that was shown, or 'no [WHY]'.",
        "Any other question: one of its options, or words of your own."
      })
  static final class Answer implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(
        index = "0",
        paramLabel = "TASK",
        description = "Its id, a beginning of it, or #KEY.")
    String task = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "ANSWER")
    List<String> answer = new ArrayList<>();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var path = API + "/tasks/" + encoded(task);
        var detail = client.get(TaskDetail.class, path);
        var asks = detail.task().asks();
        if (asks.isEmpty()) {
          throw new IllegalArgumentException(
              "“%s” asks nothing just now; what waits for a person: gm approvals"
                  .formatted(detail.task().name()));
        }
        if (answer.isEmpty()) {
          common.answer(asks.get(), shown(detail, asks.get()));
        } else {
          var done = client.post(Done.class, path + "/answer", request(asks.get()));
          common.answer(done, done.message());
        }
      }
      return Exit.OK;
    }

    private String shown(TaskDetail detail, OpenQuestion open) {
      var question = open.question();
      var text = new StringBuilder();
      text.append(common.paint.bold(detail.task().name()))
          .append("  asks since %s\n\n".formatted(Words.ago(open.since(), common.clock.instant())))
          .append(question.text())
          .append('\n');
      question.options().forEach(option -> text.append("  • ").append(option).append('\n'));
      if (!question.payload().isBlank()) {
        text.append('\n').append(question.payload().indent(2)).append('\n');
      }
      text.append(Finding.words(open.findings(), common.paint));
      return text.append(ways(open)).toString();
    }

    private String ways(OpenQuestion open) {
      var gm = "gm task answer %s ".formatted(task);
      return switch (open.question().kind()) {
        case PERMISSION ->
            "payload %.12s\n%syes %.12s  or  %sno 'why'\n"
                .formatted(open.payload(), gm, open.payload(), gm);
        case CHOICE -> gm + "'your answer'\n";
      };
    }

    private AnswerRequest request(OpenQuestion open) {
      var first = answer.getFirst();
      var rest = String.join(" ", answer.subList(1, answer.size()));
      if (open.question().kind() == Kind.CHOICE) {
        return new AnswerRequest(
            open.question().id(),
            open.payload(),
            Optional.empty(),
            Optional.of(String.join(" ", answer)));
      }
      return switch (first) {
        case YES -> yes(open, rest);
        case NO ->
            new AnswerRequest(
                open.question().id(), open.payload(), Optional.of(false), Optional.of(rest));
        default ->
            throw new IllegalArgumentException(
                "it asks for a permission: the answer is 'yes %.12s' or 'no'"
                    .formatted(open.payload()));
      };
    }

    /** A yes is for what was shown, and not for what may be asked by now. */
    private AnswerRequest yes(OpenQuestion open, String seen) {
      if (seen.length() < PAYLOAD_MIN) {
        throw new IllegalArgumentException(
            "say which payload the yes is for: 'gm task answer %s' shows it".formatted(task));
      }
      var meant = open.payload().startsWith(seen) ? open.payload() : seen;
      return new AnswerRequest(open.question().id(), meant, Optional.of(true), Optional.empty());
    }
  }
}
