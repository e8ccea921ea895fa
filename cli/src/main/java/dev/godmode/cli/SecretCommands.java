package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.api.SecretViews.NewValue;
import dev.godmode.protocol.api.SecretViews.SecretCheck;
import dev.godmode.protocol.api.SecretViews.SecretList;
import dev.godmode.protocol.api.SecretViews.SecretView;
import dev.godmode.protocol.text.SecretReference;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Which secrets there are, where they are kept, and who may use them. Never a value. */
final class SecretCommands {

  private static final String SECRETS = API + "/secrets";

  private SecretCommands() {}

  @Command(
      name = "secrets",
      description = "List secrets: where each is kept, who may use it, who did. Never a value.",
      subcommands = {Check.class, Put.class, GuardCommands.Guard.class})
  static final class Secrets implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var list = client.get(SecretList.class, SECRETS);
        common.answer(list, words(list));
        return list.problems().isEmpty() ? Exit.OK : Exit.FAILED;
      }
    }

    private String words(SecretList list) {
      return problems(list)
          + (list.items().isEmpty() ? none() : table(list.items()))
          + sources(list);
    }

    private String problems(SecretList list) {
      return list.problems().isEmpty()
          ? ""
          : common.paint.bad("secrets.yaml as it is now is NOT in force")
              + list.problems().stream()
                  .map(problem -> "\n  " + problem)
                  .collect(Collectors.joining("", "", "\n"));
    }

    private static String none() {
      return "There is no secret yet: gm secrets set NAME gives one its value.\n";
    }

    private String table(List<SecretView> all) {
      var table = new Table("NAME", "KEPT IN", "MAY BE USED BY", "LAST USED");
      var now = common.clock.instant();
      for (var one : all) {
        table.row(
            one.name(),
            one.trouble()
                .map(common.paint::bad)
                .or(one::source)
                .orElseGet(() -> common.paint.warn("nowhere: gm secrets set " + one.name())),
            one.lines().isEmpty() ? common.paint.dim("nobody") : String.join("; ", one.lines()),
            one.lastUsed()
                .map(use -> Words.duration(Duration.between(use.at(), now)) + " ago, " + use.by())
                .orElse("–"));
      }
      return table.toString();
    }

    private String sources(SecretList list) {
      return common.paint.dim(
          list.sources().stream()
              .map(source -> source.words() + (source.takesValues() ? " (gm secrets set)" : ""))
              .collect(Collectors.joining(", ", "asked in this order: ", "\n")));
    }
  }

  @Command(
      name = "check",
      description = "Say whether NAME has a value, and from where. Fails when it has none.")
  static final class Check implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "NAME")
    String name = "";

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var check = client.get(SecretCheck.class, SECRETS + "/" + GodModeClient.encoded(name));
        common.answer(check, words(check));
        return check.found() ? Exit.OK : Exit.FAILED;
      }
    }

    private String words(SecretCheck check) {
      var users =
          check.lines().isEmpty()
              ? "nobody may use it: policy.yaml has no line with secret/%s:use".formatted(name)
              : String.join("\n", check.lines());
      return check.found()
          ? "%s %s, in %s\n%s"
              .formatted(common.paint.good("✓"), check.message(), check.source().orElse(""), users)
          : "%s %s\n%s".formatted(common.paint.bad("✕"), check.message(), users);
    }
  }

  @Command(
      name = "set",
      description = {
        "Give NAME a value, in the first source that takes one.",
        "The value is asked for without an echo, or read from standard input; it is no argument,"
            + " for others can see those."
      })
  static final class Put implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "NAME")
    String name = "";

    @Override
    public Integer call() throws IOException {
      if (!SecretReference.isName(name)) {
        var _ = new SecretReference(name, SecretReference.Form.VALUE); // says what is wrong
      }
      var value = value();
      try (var client = common.client()) {
        var done =
            client.post(
                Done.class, SECRETS + "/" + GodModeClient.encoded(name), new NewValue(value));
        common.answer(done, done.message());
      }
      return Exit.OK;
    }

    private String value() throws IOException {
      var console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
      return console.isPresent() ? asked(console.get()) : read(System.in);
    }

    private String asked(Console console) {
      var typed = console.readPassword("Value of %s (not shown): ", name);
      if (typed == null || typed.length == 0) {
        throw new Trouble("nothing was typed, nothing has changed");
      }
      return new String(typed);
    }
  }

  /** All of it, but for the line's end that a shell puts there. */
  static String read(InputStream in) throws IOException {
    var bytes = in.readNBytes(SecretReference.VALUE_MAX_BYTES + 2);
    if (bytes.length > SecretReference.VALUE_MAX_BYTES + 1) {
      throw new Trouble(
          "a secret may have %d KiB".formatted(SecretReference.VALUE_MAX_BYTES >> 10));
    }
    var text = new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\r?\\n$", "");
    if (text.isEmpty()) {
      throw new Trouble("the value is empty, nothing has changed");
    }
    return text;
  }
}
