package dev.godmode.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * On which addresses of this machine a port is listened to; Linux tells by /proc, others by lsof.
 */
final class Listeners {

  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
  private static final String LISTENING = "0A";
  private static final int LOCAL = 1;
  private static final int STATE = 3;
  private static final int WORD_BYTES = 4;

  private Listeners() {}

  static List<InetAddress> of(int port) throws IOException {
    if (Files.exists(TABLES.getFirst())) {
      var addresses = Stream.<InetAddress>builder();
      for (var table : TABLES) {
        if (Files.exists(table)) {
          inTable(Files.readAllLines(table), port).forEach(addresses);
        }
      }
      return addresses.build().distinct().toList();
    }
    return fromLsof(lsof(port));
  }

  /** Lines of /proc/net/tcp or tcp6. */
  static List<InetAddress> inTable(List<String> lines, int port) {
    return lines.stream()
        .map(line -> line.strip().split("\\s+", -1))
        .filter(fields -> fields.length > STATE && fields[STATE].equals(LISTENING))
        .map(fields -> fields[LOCAL].split(":", -1))
        .filter(local -> local.length == 2 && Integer.parseInt(local[1], 16) == port)
        .map(local -> address(HexFormat.of().parseHex(local[0])))
        .distinct()
        .toList();
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

  /** What {@code lsof -Fn} prints: one line {@code nADDRESS:PORT} for each listener. */
  static List<InetAddress> fromLsof(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("n") && line.contains(":"))
        .map(line -> line.substring(1, line.lastIndexOf(':')))
        .flatMap(host -> parse(host.equals("*") ? "0.0.0.0" : host).stream())
        .distinct()
        .toList();
  }

  private static Optional<InetAddress> parse(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host.replace("[", "").replace("]", "")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static List<String> lsof(int port) throws IOException {
    try {
      var process =
          new ProcessBuilder("lsof", "-nP", "-iTCP:" + port, "-sTCP:LISTEN", "-Fn")
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
