package dev.godmode.cli;

import static dev.godmode.cli.Common.API;
import static dev.godmode.client.GodModeClient.encoded;

import dev.godmode.protocol.api.CodeStanding;
import dev.godmode.protocol.api.CodeStanding.Drift;
import dev.godmode.protocol.api.Codes.CodeList;
import dev.godmode.protocol.api.Codes.CodeUpdate;
import dev.godmode.protocol.api.Codes.CodeView;
import dev.godmode.protocol.api.Codes.NewCode;
import dev.godmode.protocol.api.Requests.Because;
import dev.godmode.protocol.api.Requests.Done;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Code that the fleet shares: which commit nodes have, and how they come to another one. */
final class CodeCommands {

  private static final String CODE = API + "/code";
  private static final int SHORT = 10;

  private CodeCommands() {}

  @Command(
      name = "code",
      description = "List the code that the fleet shares, and which node has which commit.",
      subcommands = {Share.class, Update.class, Promote.class, Back.class, Forget.class})
  static final class Code implements Callable<Integer> {
    @Mixin Common common = new Common();

    /** Ends with 1 when a node cannot have what control named. */
    @Override
    public Integer call() {
      try (var client = common.client()) {
        var all = client.get(CodeList.class, CODE).items();
        common.answer(all, words(all));
        return all.stream()
                .flatMap(one -> one.nodes().stream())
                .anyMatch(one -> isStuck(one.standing()))
            ? Exit.FAILED
            : Exit.OK;
      }
    }

    private String words(List<CodeView> all) {
      if (all.isEmpty()) {
        return "The fleet shares no code. Share some: gm code share NAME REPOSITORY";
      }
      var text = new StringBuilder();
      for (var one : all) {
        text.append(common.paint.bold(one.code().name()))
            .append(
                "  %s of %s\n".formatted(one.code().all().words(), one.code().all().repository()));
        one.code()
            .trial()
            .ifPresent(
                trial ->
                    text.append(
                        "  %s is tried: gm code promote %s, or gm code back %s\n"
                            .formatted(
                                shown(trial.commit()), one.code().name(), one.code().name())));
        text.append(table(one));
      }
      return text.toString();
    }

    private String table(CodeView code) {
      var table = new Table("NODE", "NAMED", "HAS", "");
      for (var node : code.nodes()) {
        var is = node.standing();
        table.row(
            node.node(),
            shown(is.named()) + (is.trial() ? " first" : ""),
            is.held().map(CodeCommands::shown).orElse("–"),
            drift(common.paint, is));
      }
      return table.toString();
    }
  }

  static String shown(String commit) {
    return commit.substring(0, Math.min(SHORT, commit.length()));
  }

  private static boolean isStuck(CodeStanding is) {
    return is.drift() == Drift.DIRTY || is.drift() == Drift.BEHIND;
  }

  /** "dirty: …", and nothing where all is as it should be. */
  static String drift(Paint paint, CodeStanding is) {
    var why = is.trouble().map(trouble -> ": " + trouble).orElse("");
    return switch (is.drift()) {
      case NONE -> paint.good("✓");
      case PULLING -> "on its way";
      case UNKNOWN -> paint.dim("it has not said");
      case DIRTY, BEHIND -> paint.bad(Paint.word(is.drift())) + why;
    };
  }

  private static Integer act(Common common, String path, Object body) {
    try (var client = common.client()) {
      var done = client.post(Done.class, CODE + path, body);
      common.answer(done, done.message());
    }
    return Exit.OK;
  }

  @Command(
      name = "share",
      description = "Share a repository: every node has it, and work on it begins from one commit.")
  static final class Share implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "NAME", description = "For people; also the folder's.")
    String name = "";

    @Parameters(
        index = "1",
        paramLabel = "REPOSITORY",
        description = "https, ssh, file, host:path, or a path on every machine.")
    String repository = "";

    @Option(names = "--branch", description = "The repository's own when not said.")
    Optional<String> branch = Optional.empty();

    @Option(names = "--commit", description = "Where the branch is when not said.")
    Optional<String> commit = Optional.empty();

    @Override
    public Integer call() {
      var path = Path.of(repository);
      var where =
          Files.isDirectory(path) ? path.toAbsolutePath().normalize().toString() : repository;
      return act(common, "", new NewCode(name, where, branch, commit));
    }
  }

  @Command(
      name = "update",
      description =
          "Name another commit: one node tries it, unless it is said which or how many do.")
  static final class Update implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "NAME")
    String name = "";

    @Option(names = "--commit", description = "Where the branch is when not said.")
    Optional<String> commit = Optional.empty();

    @Option(
        names = "--first",
        split = ",",
        paramLabel = "NODE",
        description = "These nodes try it, separated by commas.")
    List<String> first = List.of();

    @Option(
        names = "--share",
        paramLabel = "PERCENT",
        description = "So many of a hundred ready nodes try it.")
    Optional<Integer> share = Optional.empty();

    @Option(names = "--all", description = "Every node has it at once; nothing is tried.")
    boolean all;

    @Override
    public Integer call() {
      return act(
          common,
          "/" + encoded(name) + "/update",
          new CodeUpdate(
              commit,
              Optional.of(first).filter(some -> !some.isEmpty()),
              share,
              Optional.of(all).filter(yes -> yes)));
    }
  }

  @Command(name = "promote", description = "What some nodes try is for all.")
  static final class Promote implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "NAME")
    String name = "";

    @Override
    public Integer call() {
      return act(common, "/" + encoded(name) + "/promote", new Because(Optional.empty()));
    }
  }

  @Command(name = "back", description = "What some nodes try is for nobody: they go back.")
  static final class Back implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "NAME")
    String name = "";

    @Parameters(index = "1", paramLabel = "REASON", arity = "0..1")
    Optional<String> reason = Optional.empty();

    @Override
    public Integer call() {
      return act(common, "/" + encoded(name) + "/back", new Because(reason));
    }
  }

  @Command(
      name = "forget",
      description = "Share it no more: work begins from its branch again, nodes keep their files.")
  static final class Forget implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "NAME")
    String name = "";

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var done = client.delete(Done.class, CODE + "/" + encoded(name));
        common.answer(done, done.message());
      }
      return Exit.OK;
    }
  }
}
