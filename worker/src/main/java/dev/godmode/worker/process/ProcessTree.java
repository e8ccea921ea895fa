package dev.godmode.worker.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at the machine's processes: what those of each session use, and who carries a mark. */
final class ProcessTree {

  private static final Path PROC = Path.of("/proc");
  private static final int PAGE_BYTES = 4096;
  private static final int STAT_SESSION = 3;
  private static final int STAT_USER_TICKS = 11;
  private static final int STAT_SYSTEM_TICKS = 12;
  private static final int STAT_RSS = 21;

  private static final String MARK_ENTRY = "\0" + ProcessGroup.MARK + "=";

  private static final JoinedLook<Map<String, List<Long>>> MARKS =
      new JoinedLook<>(ProcessTree::marks);

  private ProcessTree() {}

  /** What the processes of each session use just now. */
  static Map<Long, SessionUse> sessions() {
    return Files.isDirectory(PROC.resolve("self")) ? fromProc() : fromPs();
  }

  private static Map<Long, SessionUse> fromProc() {
    var sessions = new HashMap<Long, SessionUse>();
    pids().stream()
        .map(pid -> read(PROC.resolve(pid + "/stat")))
        .flatMap(Optional::stream)
        .map(stat -> stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1))
        .forEach(
            stat -> sessions.merge(Long.valueOf(stat[STAT_SESSION]), use(stat), SessionUse::plus));
    return sessions;
  }

  private static SessionUse use(String[] stat) {
    return new SessionUse(
        Long.parseLong(stat[STAT_RSS]) * PAGE_BYTES,
        Long.parseLong(stat[STAT_USER_TICKS]) + Long.parseLong(stat[STAT_SYSTEM_TICKS]));
  }

  private static Map<Long, SessionUse> fromPs() {
    var sessions = new HashMap<Long, SessionUse>();
    try {
      var process = new ProcessBuilder("ps", "-axo", "pgid=,rss=").start();
      var lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      lines
          .lines()
          .map(line -> line.strip().split("\\s+", -1))
          .filter(fields -> fields.length == 2)
          .forEach(
              fields ->
                  sessions.merge(
                      Long.valueOf(fields[0]),
                      new SessionUse(Long.parseLong(fields[1]) * 1024, 0),
                      SessionUse::plus));
    } catch (IOException e) {
      return Map.of();
    }
    return sessions;
  }

  /** Processes whose environment has the mark; none where the system does not show environments. */
  static List<Long> marked(String mark) {
    return mark.isEmpty() ? List.of() : MARKS.see().getOrDefault(mark, List.of());
  }

  private static Map<String, List<Long>> marks() {
    var marks = new HashMap<String, List<Long>>();
    for (var pid : pids()) {
      read(PROC.resolve(pid + "/environ"))
          .flatMap(ProcessTree::mark)
          .ifPresent(
              mark -> marks.computeIfAbsent(mark, _ -> new ArrayList<>()).add(Long.valueOf(pid)));
    }
    return marks;
  }

  private static Optional<String> mark(String environment) {
    var begin = ("\0" + environment).indexOf(MARK_ENTRY);
    if (begin < 0) {
      return Optional.empty();
    }
    var value = begin + MARK_ENTRY.length() - 1;
    var end = environment.indexOf('\0', value);
    return Optional.of(environment.substring(value, end < 0 ? environment.length() : end));
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
