package dev.godmode.cli;

import dev.godmode.audit.Finding;
import dev.godmode.audit.Severity;
import dev.godmode.audit.Staged;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Keeps secrets out of git: a hook that looks at what is staged. */
final class GuardCommands {

  private GuardCommands() {}

  @Command(
      name = "guard",
      description = "Keep secrets out of a git repository: a hook looks at what is staged.",
      subcommands = {Install.class, Remove.class, Run.class})
  static final class Guard {}

  /** What was done, for machines. */
  record Done(String hook, String outcome) {}

  @Command(
      name = "install",
      description = "Put the hook into a repository; one that is there is kept, and runs first.")
  static final class Install implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(
        index = "0",
        paramLabel = "DIR",
        arity = "0..1",
        description = "In the repository; here when left out.")
    Path folder = Path.of("");

    @Override
    public Integer call() throws IOException {
      var hook = GuardHook.of(folder);
      var dist = Optional.ofNullable(System.getenv("GODMODE_DIST")).map(Path::of);
      var outcome = hook.install(GuardHook.ownProgram(dist));
      var words =
          switch (outcome) {
            case INSTALLED -> "%s looks at what is staged from now on";
            case CHAINED -> "%s looks at what is staged from now on, after the hook that was there";
            case RENEWED -> "%s was there, and is up to date";
          };
      common.answer(
          new Done(hook.place().toString(), outcome.name().toLowerCase(Locale.ROOT)),
          words.formatted(hook.place()) + ". To undo: gm secrets guard remove");
      return Exit.OK;
    }
  }

  @Command(
      name = "remove",
      description = "Take the hook out of a repository; the one before it comes back.")
  static final class Remove implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(index = "0", paramLabel = "DIR", arity = "0..1")
    Path folder = Path.of("");

    @Override
    public Integer call() throws IOException {
      var hook = GuardHook.of(folder);
      if (!hook.remove()) {
        throw new Trouble("there is no guard at %s".formatted(hook.place()));
      }
      common.answer(new Done(hook.place().toString(), "removed"), "it is gone");
      return Exit.OK;
    }
  }

  @Command(
      name = "run",
      description = "Look at what is staged, as the hook does. Fails when there is a secret.")
  static final class Run implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      var findings = new Staged(Path.of("").toAbsolutePath()).secrets();
      common.answer(TreeAudit.Report.of(findings), findings.isEmpty() ? "" : words(findings));
      return findings.stream().anyMatch(found -> found.severity() == Severity.ERROR)
          ? Exit.FAILED
          : Exit.OK;
    }

    private String words(List<Finding> findings) {
      var shown =
          findings.stream().map(found -> dev.godmode.cli.Finding.of(Path.of(""), found)).toList();
      return DoctorCommand.words(shown, 0, common.paint)
          + "nothing is committed: take it out, or if it is no secret: git commit --no-verify\n";
    }
  }
}
