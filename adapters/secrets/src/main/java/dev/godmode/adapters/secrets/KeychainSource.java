package dev.godmode.adapters.secrets;

import dev.godmode.control.secret.Named;
import dev.godmode.control.secret.SecretSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The operating system's keychain, asked through its own program: {@code security} on a Mac, {@code
 * secret-tool} on Linux. Names go to it as arguments; values come by its standard output alone.
 */
public final class KeychainSource implements SecretSource {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int OUTPUT_MAX_BYTES = 1 << 20;
  private static final int WORDS_MAX = 200;

  /** How a keychain's program is asked, and what it answers when there is nothing of a name. */
  public enum Tool {
    SECURITY("security", 44) {
      @Override
      List<String> arguments(String service, String name) {
        return List.of("find-generic-password", "-s", service, "-a", name, "-w");
      }
    },
    SECRET_TOOL("secret-tool", 1) {
      @Override
      List<String> arguments(String service, String name) {
        return List.of("lookup", "service", service, "name", name);
      }
    };

    private final String program;
    private final int absent;

    Tool(String program, int absent) {
      this.program = program;
      this.absent = absent;
    }

    abstract List<String> arguments(String service, String name);

    /** The one of this machine. */
    public static Tool ofThisSystem() {
      return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac")
          ? SECURITY
          : SECRET_TOOL;
    }
  }

  private final Tool tool;
  private final String program;
  private final String service;

  /** A keychain of this machine. */
  public KeychainSource(String service) {
    this(Tool.ofThisSystem(), Tool.ofThisSystem().program, service);
  }

  /** The same with a program at another place. */
  KeychainSource(Tool tool, String program, String service) {
    this.tool = tool;
    this.program = program;
    this.service = service;
  }

  @Override
  public String words() {
    return "the keychain's service '%s'".formatted(service);
  }

  @Override
  public Finding find(String name) {
    var command = new ArrayList<String>();
    command.add(program);
    command.addAll(tool.arguments(service, name));
    try {
      var process = new ProcessBuilder(command).start();
      process.getOutputStream().close();
      return judged(name, process);
    } catch (IOException e) {
      return new Trouble(
          "the program '%s' cannot be started: install it, or take the keychain out of secrets.yaml"
              .formatted(program),
          false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Trouble("it was interrupted", true);
    }
  }

  private Finding judged(String name, Process process) throws InterruptedException {
    var output =
        CompletableFuture.supplyAsync(
            () -> text(process.getInputStream()), Thread::startVirtualThread);
    var errors =
        CompletableFuture.supplyAsync(
            () -> text(process.getErrorStream()), Thread::startVirtualThread);
    if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
      return new Trouble(
          "'%s' gave no answer within %d s: is the keychain locked?"
              .formatted(program, PATIENCE.toSeconds()),
          true);
    }
    var value = output.join().replaceFirst("\\r?\\n$", "");
    var said = errors.join().strip();
    if (process.exitValue() == 0) {
      return value.isEmpty() ? new Absent() : Named.found(value, words(), name);
    }
    return process.exitValue() == tool.absent && (said.isEmpty() || tool == Tool.SECURITY)
        ? new Absent()
        : new Trouble("'%s' says: %s".formatted(program, firstLine(said)), false);
  }

  private static String text(InputStream in) {
    try (in) {
      return new String(in.readNBytes(OUTPUT_MAX_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static String firstLine(String said) {
    var line = said.lines().findFirst().orElse("nothing");
    return line.substring(0, Math.min(WORDS_MAX, line.length()));
  }

  /** Keychains do not list by service what they have. */
  @Override
  public Set<String> names() {
    return Set.of();
  }
}
