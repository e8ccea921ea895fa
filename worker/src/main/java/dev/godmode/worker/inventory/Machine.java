package dev.godmode.worker.inventory;

import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.Usage;
import dev.godmode.worker.process.ProcessGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.HardwareAbstractionLayer;

/** What this machine has, and what it uses just now. */
public final class Machine {

  private static final SystemInfo SYSTEM = new SystemInfo();
  private static final List<String> TOOLS =
      List.of(
          "awk",
          "bash",
          "cargo",
          "claude",
          "codex",
          "curl",
          "ffmpeg",
          "gcc",
          "git",
          "go",
          "java",
          "jq",
          "make",
          "mvn",
          "node",
          "npm",
          "opencode",
          "psql",
          "python3",
          "rsync",
          "ruby",
          "rustc",
          "tar",
          "tmux");
  private static final int GPU_QUERY_SECONDS = 3;

  private final HardwareAbstractionLayer hardware = SYSTEM.getHardware();
  private final Path home;
  private final String path;
  private long[] lastTicks;

  /** The machine; {@code home} says which disk counts, {@code path} where tools are looked for. */
  public Machine(Path home, String path) {
    this.home = home;
    this.path = path;
    this.lastTicks = hardware.getProcessor().getSystemCpuLoadTicks();
  }

  /**
   * Looks at all of it.
   *
   * @param added skill tags that the operator gave
   * @param agents the types of agents that the operator lets it take
   * @param docs whether the fleet's design documents are here
   */
  public Inventory inventory(
      Set<String> added, Optional<Set<String>> agents, boolean docs, String version)
      throws InterruptedException {
    var tools = new ToolVersions(home.resolve("tools.json"), path).of(tools());
    var gpus = gpus();
    var os = os();
    var arch = arch();
    var skills = new TreeSet<>(added);
    skills.addAll(tools.keySet());
    skills.add("os:" + os);
    skills.add("arch:" + arch);
    if (!gpus.isEmpty()) {
      skills.add("gpu");
    }
    if (docs) {
      skills.add("docs");
    }
    return Inventory.of(hostName())
        .os(os)
        .arch(arch)
        .cpuModel(hardware.getProcessor().getProcessorIdentifier().getName().strip())
        .cores(Runtime.getRuntime().availableProcessors())
        .memoryBytes(hardware.getMemory().getTotal())
        .diskBytes(disk(true))
        .gpus(gpus)
        .tools(tools)
        .skills(skills)
        .addresses(addresses())
        .version(version)
        .agents(agents)
        .build();
  }

  /** Measures; the share of the processor is that since the last call. */
  public synchronized Usage usage(int running) {
    CentralProcessor processor = hardware.getProcessor();
    var cpu = processor.getSystemCpuLoadBetweenTicks(lastTicks);
    lastTicks = processor.getSystemCpuLoadTicks();
    var memory = hardware.getMemory();
    return new Usage(
        Math.clamp(Double.isNaN(cpu) ? 0 : cpu, 0, 1),
        processor.getSystemLoadAverage(1)[0],
        memory.getTotal() - memory.getAvailable(),
        disk(false),
        running);
  }

  private Map<String, Path> tools() {
    var found = new TreeMap<String, Path>();
    for (var tool : TOOLS) {
      ProcessGroup.onPath(tool, path).ifPresent(place -> found.put(tool, place));
    }
    return found;
  }

  private long disk(boolean total) {
    try {
      var store = Files.getFileStore(home);
      return total ? store.getTotalSpace() : store.getUsableSpace();
    } catch (IOException e) {
      return 0;
    }
  }

  private static String os() {
    var name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return name.contains("mac") ? "macos" : name.contains("linux") ? "linux" : name;
  }

  private static String arch() {
    var name = System.getProperty("os.arch");
    return Set.of("aarch64", "arm64").contains(name)
        ? "arm64"
        : name.equals("x86_64") ? "amd64" : name;
  }

  /** As the system says it: the Java runtime knows only names that can also be looked up. */
  private static String hostName() {
    return Optional.of(SYSTEM.getOperatingSystem().getNetworkParams().getHostName())
        .filter(name -> !name.isBlank())
        .orElse("node");
  }

  private static List<String> addresses() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .map(InetAddress::getHostAddress)
          .sorted()
          .toList();
    } catch (SocketException e) {
      return List.of();
    }
  }

  /**
   * NVIDIA's own tool tells; where it is missing or says something odd there is none we know of.
   */
  private List<Inventory.Gpu> gpus() {
    var tool = ProcessGroup.onPath("nvidia-smi", path);
    if (tool.isEmpty()) {
      return List.of();
    }
    try {
      var process =
          new ProcessBuilder(
                  tool.get().toString(),
                  "--query-gpu=name,memory.total",
                  "--format=csv,noheader,nounits")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(GPU_QUERY_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return List.of();
      }
      return gpus(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  static List<Inventory.Gpu> gpus(String csv) {
    return csv.lines()
        .map(line -> Arrays.stream(line.split(",", -1)).map(String::strip).toList())
        .filter(fields -> fields.size() == 2 && fields.get(1).matches("\\d+"))
        .map(
            fields ->
                new Inventory.Gpu("nvidia", fields.get(0), Long.parseLong(fields.get(1)) << 20))
        .toList();
  }
}
