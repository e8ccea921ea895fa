package dev.godmode.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts God Mode's own processes so that they outlive the terminal. */
final class Processes {

  private static final List<String> JVM =
      List.of(
          "-XX:+UseCompactObjectHeaders",
          "-Xss512k",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Xlog:aot=off",
          "-Xlog:cds=off",
          "-Dfile.encoding=UTF-8");

  /** A program of ours: its main class, most memory, and the name of its class-data cache. */
  enum Program {
    CONTROL("dev.godmode.server.Main", "-Xmx1300m", "control.aot"),
    WORKER("dev.godmode.worker.Main", "-Xmx256m", "worker.aot"),
    GATEWAY("dev.godmode.server.replica.Main", "-Xmx256m", "gateway.aot");

    private final String main;
    private final String heap;
    private final String cache;

    Program(String main, String heap, String cache) {
      this.main = main;
      this.heap = heap;
      this.cache = cache;
    }
  }

  private Processes() {}

  /**
   * Starts one; its output is added to the log. Secrets go by the environment, not by arguments.
   */
  static Process start(
      Program program, List<String> arguments, Map<String, String> secrets, Path log) {
    var command = new ArrayList<String>();
    detached().ifPresent(command::add);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.addAll(jvm(program));
    command.add(memory(program));
    command.addAll(cache(program));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(program.main);
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(secrets);
    if (program != Program.CONTROL) {
      // What programs of the same user can read of a process they shall not find there.
      builder.environment().keySet().removeIf(name -> name.startsWith("GODMODE_SECRET_"));
    }
    try {
      return builder.start();
    } catch (IOException e) {
      throw new Trouble("cannot start %s: %s".formatted(program, e.getMessage()));
    }
  }

  private static List<String> jvm(Program program) {
    return switch (program) {
      case CONTROL ->
          List.of(
              "-XX:+UseParallelGC", // pauses are half as long with a million tasks as with one
              "-XX:ParallelGCThreads=2",
              "-XX:MaxNewSize=200m"); // what lives on is tasks, and most of the heap is theirs
      case GATEWAY -> List.of("-XX:+UseSerialGC");
      case WORKER ->
          List.of(
              "-XX:+UseSerialGC",
              // The second compiler took half of a worker's first minute from the agents' programs:
              // it has to wait for what is ten times as hot as usual.
              "-XX:Tier4InvocationThreshold=50000",
              "-XX:Tier4MinInvocationThreshold=6000",
              "-XX:Tier4CompileThreshold=150000",
              "-XX:Tier4BackEdgeThreshold=400000");
    };
  }

  /** What control may use is the person's to say: it bounds how many tasks it can hold. */
  private static String memory(Program program) {
    var set = System.getenv("GODMODE_CONTROL_MEMORY");
    if (program != Program.CONTROL || set == null || set.isBlank()) {
      return program.heap;
    }
    if (!set.matches("[1-9]\\d{0,5}[mMgG]")) {
      throw new Trouble(
          "GODMODE_CONTROL_MEMORY must be a size as 1200m or 2g, was '%s'".formatted(set));
    }
    return "-Xmx" + set;
  }

  /** A session of its own where the system has the tool, so that closing a terminal spares it. */
  private static Optional<String> detached() {
    return List.of("/usr/bin/setsid", "/bin/setsid", "/usr/bin/nohup").stream()
        .filter(tool -> Files.isExecutable(Path.of(tool)))
        .findFirst();
  }

  /**
   * Uses the class-data cache that the build made; the build itself sets the variable to make it.
   */
  private static List<String> cache(Program program) {
    var dist = System.getenv("GODMODE_DIST");
    if (dist == null) {
      return List.of();
    }
    var file = Path.of(dist, program.cache);
    if (System.getenv("GODMODE_TRAIN") != null) {
      return List.of("-XX:AOTCacheOutput=" + file);
    }
    return Files.exists(file) ? List.of("-XX:AOTCache=" + file) : List.of();
  }
}
