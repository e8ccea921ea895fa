package dev.godmode.cli;

import dev.godmode.audit.Git;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A hook that git runs before each commit: it has what is staged looked through for secrets. A hook
 * that was there before is kept beside it and runs first.
 */
final class GuardHook {

  private static final String NAME = "pre-commit";
  private static final String BEFORE = "pre-commit.before-godmode";

  /** By this line it is ours. */
  private static final String MARK = "# Put here by gm secrets guard install.";

  private final Path hooks;

  private GuardHook(Path hooks) {
    this.hooks = hooks;
  }

  /**
   * The hook of the repository around a folder, wherever its settings say that hooks are.
   *
   * @throws Trouble when there is no repository
   */
  static GuardHook of(Path folder) {
    var here = folder.toAbsolutePath();
    return new Git(here)
        .text("rev-parse", "--git-path", "hooks")
        .map(path -> new GuardHook(here.resolve(path).normalize()))
        .orElseThrow(
            () ->
                new Trouble(
                    "%s is in no git repository (or git is not installed): name one, gm secrets guard install DIR"
                        .formatted(here)));
  }

  Path place() {
    return hooks.resolve(NAME);
  }

  private Path before() {
    return hooks.resolve(BEFORE);
  }

  /** What {@link #install} came to. */
  enum Outcome {
    INSTALLED,
    CHAINED,
    RENEWED
  }

  /**
   * Puts it there.
   *
   * @param program gm's own, absolute
   */
  Outcome install(Path program) throws IOException {
    Files.createDirectories(hooks);
    if (isOurs()) {
      write(program);
      return Outcome.RENEWED;
    }
    if (!exists(place())) {
      write(program);
      return Outcome.INSTALLED;
    }
    if (exists(before())) {
      throw new Trouble(
          "%s is not the guard, and %s is there from before: see which of them you want as %s, and delete the other"
              .formatted(place(), before(), NAME));
    }
    Files.move(place(), before());
    write(program);
    return Outcome.CHAINED;
  }

  /** Takes it away, and puts back what was there before; false when it was not there. */
  boolean remove() throws IOException {
    if (!isOurs()) {
      return false;
    }
    Files.delete(place());
    if (exists(before())) {
      Files.move(before(), place());
    }
    return true;
  }

  private static boolean exists(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  private boolean isOurs() throws IOException {
    return Files.isRegularFile(place()) && Files.readString(place()).contains(MARK);
  }

  private void write(Path program) throws IOException {
    Files.writeString(place(), script(program));
    Files.setPosixFilePermissions(place(), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Its folder is asked anew each time, so the repository may move. */
  private static String script(Path program) {
    return """
        #!/bin/sh
        %s It looks at what is staged for secrets;
        # gm secrets guard remove takes it away, and puts back the hook that was here before.
        before=$(dirname "$0")/%s
        if [ -x "$before" ]; then
          "$before" "$@" || exit $?
        fi
        gm=%s
        if [ ! -x "$gm" ]; then
          echo "the guard against secrets cannot run: there is no $gm. Delete $0, or put God Mode back." >&2
          exit 1
        fi
        exec "$gm" secrets guard run
        """
        .formatted(MARK, BEFORE, quoted(program.toString()));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** gm's own program, as the launcher tells where it lies. */
  static Path ownProgram(Optional<Path> dist) {
    return dist.map(folder -> folder.resolve("../../gm").normalize())
        .filter(Files::isExecutable)
        .orElseThrow(
            () -> new Trouble("gm does not know where it lies: start it by its launcher, ./gm"));
  }
}
