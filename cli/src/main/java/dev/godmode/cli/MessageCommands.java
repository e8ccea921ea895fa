package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.MailViews.MessageList;
import dev.godmode.protocol.api.MailViews.MessageView;
import dev.godmode.protocol.api.MailViews.NewMessage;
import dev.godmode.protocol.api.MailViews.SentMessage;
import dev.godmode.protocol.api.MailViews.TakeMessages;
import dev.godmode.protocol.api.MailViews.TakenMessages;
import dev.godmode.protocol.text.Quantities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What agents and people write to each other. */
final class MessageCommands {

  private static final String MESSAGES = API + "/messages";

  private MessageCommands() {}

  @Command(
      name = "message",
      description = "List messages of agents and people, the newest first.",
      subcommands = {Send.class, Answer.class, Take.class, Show.class})
  static final class Message implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Option(names = "--stream", description = "Only of this line of work.")
    @Nullable String stream;

    @Option(names = "--task", description = "Only what this task wrote, was written, or took.")
    @Nullable String task;

    @Option(names = "--conversation", description = "Only of the conversation that ID began.")
    @Nullable String conversation;

    @Option(names = "-n", description = "How many; 20 as usual.")
    int limit = 20;

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var list =
            client.get(
                MessageList.class,
                GodModeClient.path(
                    MESSAGES,
                    Map.of(
                        "stream", Optional.ofNullable(stream),
                        "task", Optional.ofNullable(task),
                        "conversation", Optional.ofNullable(conversation),
                        "limit", Optional.of(Integer.toString(limit)))));
        common.answer(list, words(common, list.items()));
        return Exit.OK;
      }
    }

    private static String words(Common common, List<MessageView> items) {
      if (items.isEmpty()) {
        return "There is no message: gm message send agent:TYPE TEXT, or let agents write.\n";
      }
      var table = new Table("ID", "AGE", "FROM", "TO", "KIND", "TEXT");
      items.forEach(
          one ->
              table.row(
                  one.id(),
                  age(common, one),
                  from(one),
                  one.to(),
                  one.kind(),
                  Words.line(one.text())));
      return table.toString();
    }
  }

  private static String age(Common common, MessageView one) {
    return Words.duration(Duration.between(one.sentAt(), common.clock.instant()));
  }

  private static String from(MessageView one) {
    return one.task().map(task -> one.agent().orElse("") + " " + task).orElse(one.from());
  }

  /** What is said with whatever is sent. */
  static final class Wish {

    @Option(
        names = "--kind",
        description = "What kind of message it is, as review.wanted; note as usual.")
    String kind = "note";

    @Option(names = "--keep", description = "Forget it after so long, 30d at most; 7d as usual.")
    @Nullable String kept;

    @Option(names = "--wait", description = "Wait for an answer so many seconds, 50 at most.")
    int seconds;

    private int send(
        Common common,
        Optional<String> to,
        Optional<String> answers,
        Optional<String> stream,
        List<String> text) {
      var message =
          new NewMessage(
              String.join(" ", text),
              to,
              Optional.of(kind),
              answers,
              stream,
              Optional.ofNullable(kept).map(Quantities::duration).map(Duration::toSeconds),
              Optional.of(seconds));
      try (var client = common.client()) {
        var sent = client.post(SentMessage.class, MESSAGES, message);
        common.answer(sent, words(common, sent));
        return seconds == 0 || sent.answer().isPresent() ? Exit.OK : Exit.FAILED;
      }
    }

    private static String words(Common common, SentMessage sent) {
      var message = sent.sent();
      return "sent %s to %s\n%s"
          .formatted(
              message.id(),
              message.to(),
              sent.answer()
                  .map(answer -> "%s answers: %s\n".formatted(from(answer), answer.text()))
                  .orElseGet(() -> common.paint.dim(sent.hint()) + "\n"));
    }
  }

  @Command(
      name = "send",
      description =
          "Write TEXT to task:ID, agent:TYPE, topic:NAME or people. A task's program gets it as soon as it asks.")
  static final class Send implements Callable<Integer> {
    @Mixin Common common = new Common();
    @Mixin Wish wish = new Wish();

    @Parameters(index = "0", paramLabel = "TO")
    String to = "";

    @Parameters(index = "1", paramLabel = "TEXT", arity = "1..*")
    List<String> text = List.of();

    @Option(
        names = "--stream",
        description = "Only for this line of work; the whole fleet as usual.")
    @Nullable String stream;

    @Override
    public Integer call() {
      return wish.send(
          common, Optional.of(to), Optional.empty(), Optional.ofNullable(stream), text);
    }
  }

  @Command(name = "answer", description = "Answer message ID with TEXT, to whoever wrote it.")
  static final class Answer implements Callable<Integer> {
    @Mixin Common common = new Common();
    @Mixin Wish wish = new Wish();

    @Parameters(index = "0", paramLabel = "ID")
    String id = "";

    @Parameters(index = "1", paramLabel = "TEXT", arity = "1..*")
    List<String> text = List.of();

    @Override
    public Integer call() {
      return wish.send(common, Optional.empty(), Optional.of(id), Optional.empty(), text);
    }
  }

  @Command(
      name = "take",
      description =
          "For a program of an attempt: what was written to its task and its agent; each comes once.")
  static final class Take implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Option(names = "--topic", description = "A topic that it follows; may be said several times.")
    List<String> topics = List.of();

    @Option(names = "--wait", description = "Wait for the first so many seconds, 50 at most.")
    int seconds;

    @Option(names = "-n", description = "How many at most; 10 as usual.")
    int limit = 10;

    @Override
    public Integer call() {
      var wanted = new TakeMessages(Optional.of(topics), Optional.of(limit), Optional.of(seconds));
      try (var client = common.client()) {
        var taken = client.post(TakenMessages.class, MESSAGES + "/take", wanted);
        common.answer(taken, words(taken));
        return taken.items().isEmpty() ? Exit.FAILED : Exit.OK;
      }
    }

    private String words(TakenMessages taken) {
      var all = new ArrayList<String>();
      for (var one : taken.items()) {
        all.add(common.paint.dim("%s  %s → %s".formatted(one.id(), from(one), one.to())));
        all.add(one.text());
      }
      all.add(common.paint.dim(taken.hint()));
      return String.join("\n", all) + "\n";
    }
  }

  @Command(name = "show", description = "Show one message, and where it went.")
  static final class Show implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(paramLabel = "ID")
    String id = "";

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var one = client.get(MessageView.class, MESSAGES + "/" + GodModeClient.encoded(id));
        common.answer(one, words(one));
        return Exit.OK;
      }
    }

    private String words(MessageView one) {
      var all = new ArrayList<String>();
      all.add(one.text());
      all.add("");
      all.add("from          " + from(one));
      all.add("to            " + one.to());
      one.takenBy().ifPresent(task -> all.add("taken by      task " + task));
      one.stream().ifPresent(stream -> all.add("stream        " + stream));
      all.add("kind          " + one.kind());
      all.add("sent          %s ago, kept until %s".formatted(age(common, one), one.expiresAt()));
      one.answers().ifPresent(answered -> all.add("answers       " + answered));
      all.add("conversation  " + one.conversation());
      return String.join("\n", all) + "\n";
    }
  }
}
