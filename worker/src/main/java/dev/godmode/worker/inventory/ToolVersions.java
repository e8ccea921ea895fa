package dev.godmode.worker.inventory;

import static java.lang.System.Logger.Level.INFO;

import dev.godmode.protocol.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/**
 * Which versions the tools of this machine have, as they say themselves. Asking costs a process
 * each, so an answer is kept in a file until the tool's own file changes.
 */
final class ToolVersions {

  private static final System.Logger LOG = System.getLogger(ToolVersions.class.getName());

  /** All are asked at once, and those that have not answered by then are not waited for. */
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private static final int SAID_MAX = 4_096;
  private static final Pattern NUMBERS = Pattern.compile("\\d+(?:\\.\\d+)+|\\b\\d+\\b");
  private static final Map<String, String> WAYS =
      Map.of("tmux", "-V", "go", "version", "ffmpeg", "-version");

  /** Programs that do more than answer when they start: their version is not asked for. */
  private static final Set<String> NOT_ASKED = Set.of("claude", "codex", "opencode");

  private final Path file;
  private final String path;

  ToolVersions(Path file, String path) {
    this.file = file;
    this.path = path;
  }

  /** Name to version; an empty text where it cannot be told. */
  Map<String, String> of(Map<String, Path> tools) throws InterruptedException {
    var known = known();
    var answers = new ConcurrentHashMap<String, String>();
    var asking =
        tools.entrySet().stream()
            .filter(tool -> !NOT_ASKED.contains(tool.getKey()))
            .filter(tool -> !known.containsKey(mark(tool.getValue())))
            .map(
                tool ->
                    Thread.ofVirtual().start(() -> ask(tool.getKey(), tool.getValue(), answers)))
            .toList();
    var deadline = System.nanoTime() + LIMIT.toNanos();
    for (var thread : asking) {
      thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    }
    var versions = new TreeMap<String, String>();
    var kept = new HashMap<String, String>();
    tools.forEach(
        (tool, place) -> {
          var version =
              Optional.ofNullable(answers.get(tool))
                  .or(() -> Optional.ofNullable(known.get(mark(place))));
          versions.put(tool, version.orElse(""));
          version.ifPresent(told -> kept.put(mark(place), told));
        });
    if (!kept.equals(known)) {
      keep(kept);
    }
    return versions;
  }

  private void ask(String tool, Path place, Map<String, String> answers) {
    var way = WAYS.getOrDefault(tool, "--version");
    try {
      var builder = new ProcessBuilder(place.toString(), way).redirectErrorStream(true);
      builder.environment().clear();
      builder.environment().put("PATH", path);
      builder.environment().put("LANG", "C.UTF-8");
      var process = builder.start();
      process.getOutputStream().close();
      if (process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        answers.put(tool, version(process.getInputStream().readNBytes(SAID_MAX)));
      } else {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      LOG.log(INFO, "version not told tool={0}: {1}", tool, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String version(byte[] said) {
    return version(new String(said, StandardCharsets.UTF_8));
  }

  /** The first dotted number that a tool says, or else its first number. */
  static String version(String said) {
    var numbers = NUMBERS.matcher(said).results().map(found -> found.group()).toList();
    return numbers.stream()
        .filter(number -> number.contains("."))
        .findFirst()
        .or(() -> numbers.stream().findFirst())
        .orElse("");
  }

  /** Changes when the tool's file does. */
  private static String mark(Path place) {
    try {
      var real = place.toRealPath();
      return "%s %d %s".formatted(real, Files.size(real), Files.getLastModifiedTime(real));
    } catch (IOException e) {
      return place.toString();
    }
  }

  private Map<String, String> known() {
    var known = new HashMap<String, String>();
    try {
      if (Files.isRegularFile(file)) {
        Json.object(Files.readString(file))
            .forEach((mark, version) -> known.put(mark, String.valueOf(version)));
      }
    } catch (IOException | JacksonException e) {
      LOG.log(INFO, "kept versions not readable, asked again: {0}", e.getMessage());
    }
    return known;
  }

  private void keep(Map<String, String> versions) {
    try {
      Files.writeString(file, Json.write(new TreeMap<>(versions)));
    } catch (IOException e) {
      LOG.log(INFO, "versions not kept: {0}", e.getMessage());
    }
  }
}
