package dev.godmode.cli;

import dev.godmode.cli.Finding.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether the home folder keeps its secrets, has room, and says the truth about processes. */
final class HomeChecks {

  private static final long DISK_MIN_BYTES = 1L << 30;
  private static final Pattern SECRET = Pattern.compile(".+\\.(key|token)|secrets\\.env|password");
  private static final String OWNER_ONLY = "------";

  private final Home home;
  private final Optional<Path> dist;

  /** {@code dist} is where the built program lies, when a launcher said so. */
  HomeChecks(Home home, Optional<Path> dist) {
    this.home = home;
    this.dist = dist;
  }

  List<Finding> look() throws IOException {
    var findings = new ArrayList<Finding>();
    if (Files.isDirectory(home.folder())) {
      findings.addAll(openHome());
      findings.addAll(openSecrets());
      findings.addAll(lowDisk(Files.getFileStore(home.folder()).getUsableSpace()));
      findings.addAll(staleProcesses());
    }
    findings.addAll(missingCache());
    return findings;
  }

  private List<Finding> openHome() throws IOException {
    return isOpen(home.folder())
        ? List.of(
            Finding.of(
                Rule.HOME_OPEN,
                home.folder(),
                "others on this machine can look into God Mode's data",
                "chmod 700 " + home.folder()))
        : List.of();
  }

  private List<Finding> openSecrets() throws IOException {
    var findings = new ArrayList<Finding>();
    for (var name : List.of("control", "worker", "postgres")) {
      for (var file : secrets(home.folder().resolve(name))) {
        if (isOpen(file)) {
          findings.add(
              Finding.of(
                  Rule.SECRET_OPEN,
                  file,
                  "others on this machine can read this secret",
                  "chmod 600 " + file));
        }
      }
    }
    return findings;
  }

  private static List<Path> secrets(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> SECRET.matcher(file.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }

  private static boolean isOpen(Path file) throws IOException {
    return !PosixFilePermissions.toString(Files.getPosixFilePermissions(file)).endsWith(OWNER_ONLY);
  }

  /** Not enough room for the journal to go on. */
  List<Finding> lowDisk(long freeBytes) {
    return freeBytes >= DISK_MIN_BYTES
        ? List.of()
        : List.of(
            Finding.of(
                Rule.DISK_LOW,
                home.folder(),
                "only %s are free; the journal stops when there is no room"
                    .formatted(Words.bytes(freeBytes)),
                "free some space on that disk, or move the folder and set GODMODE_HOME"));
  }

  /** A process that ended in good order takes its note away. */
  private List<Finding> staleProcesses() {
    var findings = new ArrayList<Finding>();
    var control = home.folder().resolve("control/control.json");
    if (Files.exists(control) && home.control().isEmpty()) {
      findings.add(stale(control, "control"));
    }
    var worker = home.folder().resolve("worker/worker.json");
    if (Files.exists(worker) && home.worker().isEmpty()) {
      findings.add(stale(worker, "the worker"));
    }
    return findings;
  }

  private static Finding stale(Path note, String process) {
    return Finding.of(
        Rule.PROCESS_STALE,
        note,
        "%s was killed or crashed: it left its note behind".formatted(process),
        "./gmup starts it again and cleans up");
  }

  private List<Finding> missingCache() {
    return dist.map(folder -> folder.resolve("gm.aot"))
        .filter(Files::notExists)
        .map(
            cache ->
                List.of(
                    Finding.of(
                        Rule.CACHE_MISSING,
                        cache,
                        "the class-data cache was not made, so every gm starts slower",
                        "rm %s; the next gm builds again"
                            .formatted(cache.resolveSibling("built")))))
        .orElse(List.of());
  }
}
