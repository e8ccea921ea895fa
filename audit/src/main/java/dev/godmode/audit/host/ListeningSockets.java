package dev.godmode.audit.host;

import dev.godmode.audit.host.ListeningSocket.Holder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The TCP ports that this machine listens on; Linux tells by /proc, others by lsof. */
public final class ListeningSockets {

  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
  private static final String LISTENING = "0A";
  private static final int LOCAL = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;
  private static final int WORD_BYTES = 4;
  private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");

  private ListeningSockets() {}

  /** All of them; empty where the system tells nothing. */
  public static List<ListeningSocket> ofThisMachine() throws IOException {
    if (Files.notExists(TABLES.getFirst())) {
      return fromLsof(lsof());
    }
    var holders = holders();
    var all = new ArrayList<ListeningSocket>();
    for (var table : TABLES) {
      if (Files.exists(table)) {
        all.addAll(inTable(Files.readAllLines(table), holders));
      }
    }
    return all.stream().distinct().toList();
  }

  /** Lines of /proc/net/tcp or tcp6. */
  static List<ListeningSocket> inTable(List<String> lines, Map<String, Holder> holders) {
    return lines.stream()
        .map(line -> line.strip().split("\\s+", -1))
        .filter(fields -> fields.length > STATE && fields[STATE].equals(LISTENING))
        .filter(fields -> fields[LOCAL].matches("\\p{XDigit}{8,32}:\\p{XDigit}{4}"))
        .map(fields -> socket(fields, holders))
        .toList();
  }

  private static ListeningSocket socket(String[] fields, Map<String, Holder> holders) {
    var local = fields[LOCAL].split(":", 2);
    return new ListeningSocket(
        address(HexFormat.of().parseHex(local[0])),
        Integer.parseInt(local[1], 16),
        Optional.ofNullable(fields.length > INODE ? holders.get(fields[INODE]) : null));
  }

  /** The kernel prints each word of an address in the machine's own order, lowest byte first. */
  private static InetAddress address(byte[] words) {
    var bytes = new byte[words.length];
    for (var i = 0; i < words.length; i++) {
      var word = i / WORD_BYTES * WORD_BYTES;
      bytes[i] = words[word + WORD_BYTES - 1 - i % WORD_BYTES];
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no address: " + Arrays.toString(bytes), e);
    }
  }

  /** Sockets by their inodes, of those processes that we may look into. */
  private static Map<String, Holder> holders() {
    var holders = new HashMap<String, Holder>();
    ProcessHandle.allProcesses()
        .forEach(
            process -> {
              var program =
                  process.info().command().map(path -> path.replaceFirst(".*/", "")).orElse("");
              descriptors(process.pid())
                  .forEach(inode -> holders.put(inode, new Holder(process.pid(), program)));
            });
    return holders;
  }

  private static List<String> descriptors(long pid) {
    try (var files = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
      return files
          .map(file -> SOCKET.matcher(link(file)))
          .filter(found -> found.matches())
          .map(found -> found.group(1))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** A descriptor may be closed while it is looked at. */
  private static String link(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * What {@code lsof -Fpcn} prints: {@code pPID} and {@code cPROGRAM} of a process, then one line
   * {@code nADDRESS:PORT} for each of its listeners.
   */
  static List<ListeningSocket> fromLsof(List<String> lines) {
    var all = new ArrayList<ListeningSocket>();
    var pid = 0L;
    var program = "";
    for (var line : lines) {
      if (line.matches("p\\d+")) {
        pid = Long.parseLong(line.substring(1));
      } else if (line.startsWith("c")) {
        program = line.substring(1);
      } else if (line.matches("n.+:\\d{1,5}")) {
        var colon = line.lastIndexOf(':');
        var holder = Optional.of(new Holder(pid, program));
        var port = Integer.parseInt(line.substring(colon + 1));
        parse(line.substring(1, colon))
            .ifPresent(address -> all.add(new ListeningSocket(address, port, holder)));
      }
    }
    return all.stream().distinct().toList();
  }

  private static Optional<InetAddress> parse(String host) {
    try {
      var literal = host.equals("*") ? "0.0.0.0" : host.replace("[", "").replace("]", "");
      return Optional.of(InetAddress.ofLiteral(literal));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static List<String> lsof() {
    try {
      var process =
          new ProcessBuilder("lsof", "-nP", "-iTCP", "-sTCP:LISTEN", "-Fpcn")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
