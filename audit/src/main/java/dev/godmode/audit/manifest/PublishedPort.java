package dev.godmode.audit.manifest;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A port as container tools write it: {@code [ADDRESS:][HOST:]CONTAINER[/PROTOCOL]}, each a number,
 * a range, or a variable.
 *
 * @param address on which it is published; empty when none is said, which means every one
 * @param ports what stands behind the address, as written
 */
public record PublishedPort(Optional<String> address, String ports) {

  /** Ports by which databases, queues and their like are found. */
  private static final Set<String> DATABASE_PORTS =
      Set.of(
          "1433", "2379", "3306", "4222", "5432", "5672", "5984", "6333", "6334", "6379", "7474",
          "7687", "8086", "8123", "9042", "9092", "9200", "11211", "19530", "27017");

  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{\\w+(?::?-([^}]*))?[^}]*}|\\$\\w+");

  /** A colon that is not inside of a variable. */
  private static final Pattern COLON = Pattern.compile(":(?![^{]*})");

  /** Reads the short form. */
  public static PublishedPort of(String written) {
    var text = written.strip();
    if (text.startsWith("[") && text.contains("]:")) {
      var end = text.indexOf("]:");
      return new PublishedPort(Optional.of(text.substring(1, end)), text.substring(end + 2));
    }
    var parts = List.of(COLON.split(text, -1));
    var own = Math.max(0, parts.size() - 2);
    return new PublishedPort(
        own == 0
            ? Optional.empty()
            : Optional.of(resolved(String.join(":", parts.subList(0, own)))),
        String.join(":", parts.subList(own, parts.size())));
  }

  /** Variables by their defaults; one without is a question mark: it can be anything. */
  private static String resolved(String text) {
    return VARIABLE.matcher(text).replaceAll(m -> m.group(1) == null ? "?" : m.group(1));
  }

  /** The port inside, without its protocol. */
  public String container() {
    var parts = COLON.split(ports, -1);
    return resolved(parts[parts.length - 1]).replaceFirst("/\\w+$", "");
  }

  /** Whether other machines reach it: unless its address is known to be private, they do. */
  public boolean isPublic() {
    return address.map(PublishedPort::isPublic).orElse(true);
  }

  /** Whether an address is reached from beyond this machine, its private network, its tailnet. */
  public static boolean isPublic(String address) {
    return !address.matches(
        "localhost|127\\.\\d+\\.\\d+\\.\\d+|::1|10\\..*|192\\.168\\..*|172\\.(1[6-9]|2\\d|3[01])\\..*"
            + "|100\\.(6[4-9]|[7-9]\\d|1[01]\\d|12[0-7])\\..*|f[cd][0-9a-fA-F]{2}:.*");
  }

  /** Whether a database usually listens on a port. */
  public static boolean isDatabase(int port) {
    return DATABASE_PORTS.contains(Integer.toString(port));
  }

  /** Whether a database usually listens there. */
  public boolean isDatabase() {
    return Arrays.stream(container().split("-", -1)).anyMatch(DATABASE_PORTS::contains);
  }

  /** The same in writing, on loopback only. */
  public String onLoopback() {
    return "127.0.0.1:" + (COLON.matcher(ports).find() ? ports : ":" + ports);
  }
}
