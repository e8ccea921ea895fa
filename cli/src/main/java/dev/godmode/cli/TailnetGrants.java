package dev.godmode.cli;

import static java.util.stream.Collectors.joining;

import dev.godmode.protocol.api.TailnetView;
import dev.godmode.protocol.api.TailnetView.NodeLink;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tailnet's policy, as far as the fleet needs it: each node may dial the fleet port, and
 * nothing else is granted. In the shape of Tailscale's policy file.
 *
 * @param hosts names for addresses
 */
record TailnetGrants(Map<String, String> hosts, List<Grant> grants) {

  private static final String CONTROL = "godmode-control";

  /**
   * One grant.
   *
   * @param ip "tcp:5053"
   */
  record Grant(List<String> src, List<String> dst, List<String> ip) {}

  /** For the nodes that are connected over the tailnet now. */
  static TailnetGrants of(TailnetView view, int fleetPort) {
    if (!view.connected() || view.addresses().isEmpty()) {
      throw new Trouble("control is not on the tailnet: " + view.detail());
    }
    var hosts = new TreeMap<String, String>();
    hosts.put(CONTROL, view.addresses().getFirst());
    view.nodes().stream()
        .filter(link -> link.machine().isPresent())
        .forEach(link -> hosts.put(host(link), link.address()));
    var nodes = hosts.keySet().stream().filter(name -> !name.equals(CONTROL)).toList();
    if (nodes.isEmpty()) {
      throw new Trouble(
          "no node is connected over the tailnet yet, so there is nothing to grant: join one first,"
              + " docs/guides/worker.md has every step");
    }
    return new TailnetGrants(
        hosts, List.of(new Grant(nodes, List.of(CONTROL), List.of("tcp:" + fleetPort))));
  }

  private static String host(NodeLink link) {
    return "godmode-" + link.name();
  }

  /** Laid out for people: it goes into a file that is reviewed. */
  String text() {
    var text = new StringBuilder("{\n  \"hosts\": {\n");
    text.append(
        String.join(
            ",\n",
            hosts.entrySet().stream()
                .map(host -> "    \"%s\": \"%s\"".formatted(host.getKey(), host.getValue()))
                .toList()));
    text.append("\n  },\n  \"grants\": [\n");
    text.append(String.join(",\n", grants.stream().map(TailnetGrants::line).toList()));
    return text.append("\n  ]\n}\n").toString();
  }

  private static String line(Grant grant) {
    return "    {\"src\": %s, \"dst\": %s, \"ip\": %s}"
        .formatted(quoted(grant.src()), quoted(grant.dst()), quoted(grant.ip()));
  }

  private static String quoted(List<String> words) {
    return words.stream().map(word -> '"' + word + '"').collect(joining(", ", "[", "]"));
  }
}
