package dev.godmode.worker.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at the machine's processes: how much memory a group has, and who carries a mark. */
public final class ProcessTree {

  private static final Path PROC = Path.of("/proc");
  private static final int PAGE_BYTES = 4096;
  private static final int STAT_SESSION = 3;
  private static final int STAT_USER_TICKS = 11;
  private static final int STAT_SYSTEM_TICKS = 12;
  private static final int STAT_RSS = 21;

  private ProcessTree() {}

  /**
   * What the processes of a session use.
   *
   * @param residentBytes their memory
   * @param cpuTicks processor time of those that live, in hundredths of a second; 0 where it cannot
   *     be told
   */
  public record Reading(long residentBytes, long cpuTicks) {

    Reading plus(Reading other) {
      return new Reading(residentBytes + other.residentBytes, cpuTicks + other.cpuTicks);
    }
  }

  private static final Reading NOTHING = new Reading(0, 0);

  /** Reads what all processes of a session use just now. */
  public static Reading reading(long session) {
    return Files.isDirectory(PROC.resolve("self")) ? fromProc(session) : fromPs(session);
  }

  private static Reading fromProc(long session) {
    return pids().stream()
        .map(pid -> read(PROC.resolve(pid + "/stat")))
        .flatMap(Optional::stream)
        .map(stat -> stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1))
        .filter(fields -> Long.parseLong(fields[STAT_SESSION]) == session)
        .map(ProcessTree::reading)
        .reduce(NOTHING, Reading::plus);
  }

  private static Reading reading(String[] stat) {
    return new Reading(
        Long.parseLong(stat[STAT_RSS]) * PAGE_BYTES,
        Long.parseLong(stat[STAT_USER_TICKS]) + Long.parseLong(stat[STAT_SYSTEM_TICKS]));
  }

  private static Reading fromPs(long session) {
    try {
      var process = new ProcessBuilder("ps", "-axo", "pgid=,rss=").start();
      var lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      var resident =
          lines
              .lines()
              .map(line -> line.strip().split("\\s+", -1))
              .filter(fields -> fields.length == 2 && Long.parseLong(fields[0]) == session)
              .mapToLong(fields -> Long.parseLong(fields[1]) * 1024)
              .sum();
      return new Reading(resident, 0);
    } catch (IOException e) {
      return NOTHING;
    }
  }

  /** Processes whose environment has the mark; none where the system does not show environments. */
  static List<Long> marked(String mark) {
    var entry = ProcessGroup.MARK + "=" + mark;
    return mark.isEmpty()
        ? List.of()
        : pids().stream()
            .filter(
                pid ->
                    read(PROC.resolve(pid + "/environ"))
                        .filter(environment -> List.of(environment.split("\0", -1)).contains(entry))
                        .isPresent())
            .map(Long::valueOf)
            .toList();
  }

  private static List<String> pids() {
    if (!Files.isDirectory(PROC)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(PROC)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.chars().allMatch(Character::isDigit))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Empty when the process is gone or not ours. */
  private static Optional<String> read(Path file) {
    try {
      var text = Files.readString(file, StandardCharsets.ISO_8859_1);
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
