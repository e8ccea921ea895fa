package dev.godmode.worker.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program in a session of its own, so that it can be killed with everything it started.
 *
 * <p>{@code setsid} (Linux) or a line of Perl (macOS) makes the session and then becomes the
 * program, so the process id is also the group's. Children that leave the group are found by a
 * variable in their environment that only this attempt has.
 */
public final class ProcessGroup {

  /** Names the attempt in the environment of all its processes. */
  public static final String MARK = "GODMODE_ATTEMPT_KEY";

  private static final String PERL =
      "use POSIX; POSIX::setsid(); exec {$ARGV[0]} @ARGV or exit 127";

  private static final File EMPTY = new File("/dev/null");

  private final Process process;
  private final String mark;

  private ProcessGroup(Process process, String mark) {
    this.process = process;
    this.mark = mark;
  }

  /** What to start. The environment is all there is; {@link #MARK} must be in it. */
  public record Start(List<String> command, Path folder, Map<String, String> environment) {}

  /**
   * Starts a program.
   *
   * @param joined whether stderr comes with stdout
   * @param spoken whether it is spoken to; else its input is empty
   * @throws IOException when it cannot be started, in words for people
   */
  public static ProcessGroup start(Start start, boolean joined, boolean spoken) throws IOException {
    var program = start.command().getFirst();
    if (find(program, start).isEmpty()) {
      throw new IOException(
          "program '%s' is not on this node (PATH is %s)"
              .formatted(program, start.environment().getOrDefault("PATH", "")));
    }
    var command = new ArrayList<>(leader());
    command.addAll(start.command());
    var builder =
        new ProcessBuilder(command)
            .directory(start.folder().toFile())
            .redirectInput(
                spoken ? ProcessBuilder.Redirect.PIPE : ProcessBuilder.Redirect.from(EMPTY))
            .redirectErrorStream(joined);
    builder.environment().clear();
    builder.environment().putAll(start.environment());
    return new ProcessGroup(builder.start(), start.environment().getOrDefault(MARK, ""));
  }

  private static Optional<Path> find(String program, Start start) {
    if (program.contains("/")) {
      return Optional.of(start.folder().resolve(program)).filter(Files::isExecutable);
    }
    return onPath(program, start.environment().getOrDefault("PATH", ""));
  }

  /** Where a program is, if it is on the path. */
  public static Optional<Path> onPath(String program, String path) {
    for (var folder : path.split(File.pathSeparator, -1)) {
      var file = Path.of(folder, program);
      if (Files.isExecutable(file) && !Files.isDirectory(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private static List<String> leader() {
    return onPath("setsid", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"))
        .map(setsid -> List.of(setsid.toString()))
        .orElse(List.of("/usr/bin/perl", "-e", PERL));
  }

  public Process process() {
    return process;
  }

  public long id() {
    return process.pid();
  }

  /** Asks all of it to end. */
  public void terminate() {
    Signals.TERM.toGroup(process.pid());
  }

  /** Ends all of it, those that left the group included. */
  public void kill() {
    kill(process.pid(), ProcessTree.marked(mark));
  }

  /** Ends a group that an earlier worker started, if that process is still the same one. */
  public static void killLeftOver(long pid, String mark) {
    var left = ProcessTree.marked(mark);
    if (!left.isEmpty()) {
      kill(pid, left);
    }
  }

  private static void kill(long group, List<Long> others) {
    Signals.KILL.toGroup(group);
    others.forEach(Signals.KILL::toProcess);
  }
}
