package dev.godmode.audit.host;

import dev.godmode.audit.Finding;
import dev.godmode.audit.Inspection;
import dev.godmode.audit.Rule;
import dev.godmode.audit.Source;
import dev.godmode.audit.secret.SecretNames;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Terraform: who is let in, what is public, and what is written out. Blocks are read by lines. */
public final class TerraformInspection implements Inspection {

  private static final Pattern OPEN =
      Pattern.compile("^\\s*([\\w-]+)((?:\\s+\"[^\"]*\")*)\\s*=?\\s*\\{\\s*$");
  private static final Pattern ATTRIBUTE =
      Pattern.compile("^\\s*\"?([\\w-]+)\"?\\s*=\\s*(.+?)\\s*$");
  private static final Pattern EVERYBODY =
      Pattern.compile("\"(0\\.0\\.0\\.0/0|::/0|\\*|Internet)\"");
  private static final Pattern FROM =
      Pattern.compile(
          "cidr_blocks|ipv6_cidr_blocks|cidr_ipv4|cidr_ipv6|source_ranges|source_ips|source_address_prefix(es)?|source_addresses");

  /** The web's own doors, and the tailnet's. */
  private static final Set<String> MEANT_FOR_ALL = Set.of("80", "443", "41641");

  @Override
  public Stream<Finding> look(Source source) {
    return source.endsWith(".tf", ".tf.json") ? new Reader(source).read() : Stream.empty();
  }

  private record Block(String head, Map<String, String> values, List<Integer> openLines) {}

  private static final class Reader {
    private final Source source;
    private final Deque<Block> blocks = new ArrayDeque<>();
    private final List<Finding> findings = new ArrayList<>();

    Reader(Source source) {
      this.source = source;
    }

    Stream<Finding> read() {
      var number = 0;
      for (var line : source.lines()) {
        number++;
        var text = line.replaceFirst("(^|\\s)(#|//).*", "");
        var open = OPEN.matcher(text);
        if (open.matches()) {
          blocks.push(new Block(open.group(1) + open.group(2), new HashMap<>(), new ArrayList<>()));
        } else if (text.strip().equals("}") && !blocks.isEmpty()) {
          close(blocks.pop());
        } else {
          attribute(text, number);
        }
      }
      return findings.stream();
    }

    private void attribute(String text, int line) {
      var attribute = ATTRIBUTE.matcher(text);
      if (!attribute.matches() || blocks.isEmpty()) {
        return;
      }
      var name = attribute.group(1);
      var value = attribute.group(2);
      blocks.peek().values().put(name, value);
      if (FROM.matcher(name).matches() && EVERYBODY.matcher(value).find()) {
        blocks.peek().openLines().add(line);
      }
      if (name.equals("publicly_accessible") && value.equals("true")) {
        findings.add(
            Finding.of(
                Rule.DATABASE_PUBLIC,
                source,
                line,
                "the database gets an address on the internet",
                "publicly_accessible = false; reach it from inside, or over a tailnet"));
      }
      if (value.matches("\"[^\"]*\"")
          && SecretNames.isExposed(name, value.substring(1, value.length() - 1))
          && !blocks.peek().head().startsWith("variable")) {
        findings.add(
            Finding.of(
                Rule.SECRET_LITERAL,
                source,
                line,
                "%s has its value written out, for everybody who has the file".formatted(name),
                "%s = var.%s, a sensitive variable that is set from outside; then change it"
                    .formatted(name, name)));
      }
    }

    private void close(Block block) {
      var ports = ports(block);
      if (isOutbound(block) || (!ports.isEmpty() && MEANT_FOR_ALL.containsAll(ports))) {
        return;
      }
      for (var line : block.openLines()) {
        findings.add(
            Finding.of(
                Rule.FIREWALL_OPEN,
                source,
                line,
                "the whole internet is let in to %s"
                    .formatted(ports.isEmpty() ? "it" : "port " + String.join(", ", ports)),
                "name who may come, or let only the tailnet in (UDP 41641 is all it needs)"));
      }
    }

    private static boolean isOutbound(Block block) {
      return block.head().startsWith("egress")
          || block.head().contains("_egress_rule")
          || "\"egress\"".equals(block.values().get("type"))
          || "\"EGRESS\"".equals(block.values().get("direction"))
          || "\"Outbound\"".equals(block.values().get("direction"))
          || "\"Deny\"".equals(block.values().get("access"));
    }

    private static Set<String> ports(Block block) {
      var found = new TreeSet<String>();
      for (var name : List.of("from_port", "to_port", "port", "ports", "destination_port_range")) {
        var value = block.values().getOrDefault(name, "");
        Stream.of(value.split("[^0-9*-]+", -1)).filter(p -> !p.isEmpty()).forEach(found::add);
      }
      return found;
    }
  }
}
