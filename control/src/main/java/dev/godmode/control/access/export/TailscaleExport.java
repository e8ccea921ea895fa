package dev.godmode.control.access.export;

import dev.godmode.control.access.Policy;
import dev.godmode.control.access.Roll;
import dev.godmode.control.access.Scope;
import dev.godmode.protocol.people.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.SequencedMap;

/**
 * What a tailnet's policy file must grant for the fleet, and no more: nodes dial the fleet port,
 * and people whom the policy allows anything reach the HUD, where it is open to them.
 */
public final class TailscaleExport {

  private static final String CONTROL = "godmode-control";

  /** Where {@code tailscale serve} answers with TLS. */
  public static final int SERVED_PORT = 443;

  /**
   * The machines.
   *
   * @param control its address on the tailnet
   * @param peoplePort the HUD's there
   * @param nodes their addresses there, by name
   */
  public record Machines(
      String control, int fleetPort, int peoplePort, SequencedMap<String, String> nodes) {}

  private TailscaleExport() {}

  /** A piece of a policy file, in Tailscale's JSON with comments. */
  public static String of(Policy policy, Roll roll, Machines machines) {
    var readers = new Readers(policy);
    var text = new StringBuilder("{\n");
    text.append(
        "  // For the tailnet's policy file, from %s. Made by gm policy export tailscale; do not edit.\n"
            .formatted(readers.version()));
    text.append("  // What it cannot say:\n");
    untold(readers, roll).forEach(line -> text.append("  //   ").append(line).append('\n'));
    section(text, "hosts", "{", "}", hosts(machines));
    text.append(",\n");
    section(text, "groups", "{", "}", groups(roll));
    text.append(",\n");
    section(text, "grants", "[", "]", grants(readers, roll, machines));
    return text.append("\n}\n").toString();
  }

  /** One entry, under the comment that says where it comes from. */
  private record Entry(String why, String text) {}

  private static void section(
      StringBuilder text, String name, String opens, String closes, List<Entry> entries) {
    text.append("  \"%s\": %s\n".formatted(name, opens));
    for (var i = 0; i < entries.size(); i++) {
      text.append("    // ").append(entries.get(i).why()).append('\n');
      text.append("    ").append(entries.get(i).text());
      text.append(i < entries.size() - 1 ? ",\n" : "\n");
    }
    text.append("  ").append(closes);
  }

  private static List<Entry> hosts(Machines machines) {
    var all = new ArrayList<Entry>();
    all.add(new Entry("this control", host(CONTROL, machines.control())));
    machines
        .nodes()
        .forEach(
            (name, address) ->
                all.add(new Entry("a node of the fleet", host("godmode-" + name, address))));
    return all;
  }

  private static String host(String name, String address) {
    return "%s: %s".formatted(quoted(name), quoted(address));
  }

  private static List<Entry> groups(Roll roll) {
    return Arrays.stream(Role.values())
        .filter(role -> !addresses(roll, role).isEmpty())
        .map(
            role ->
                new Entry(
                    "people.yaml, "
                        + Readers.plain(
                            String.join(
                                "; ", lines(roll, role).stream().map(Roll.Line::words).toList())),
                    "%s: [%s]"
                        .formatted(quoted(group(role)), String.join(", ", addresses(roll, role)))))
        .toList();
  }

  private static List<Roll.Line> lines(Roll roll, Role role) {
    return roll.lines().stream().filter(line -> line.role() == role && isKnown(line)).toList();
  }

  private static boolean isKnown(Roll.Line line) {
    return switch (line.mark()) {
      case Roll.Mark.Email _, Roll.Mark.Tailnet _ -> true;
      case Roll.Mark.Group _, Roll.Mark.Subject _ -> false;
    };
  }

  private static List<String> addresses(Roll roll, Role role) {
    return lines(roll, role).stream().map(line -> quoted(line.mark().value())).distinct().toList();
  }

  private static String group(Role role) {
    return "group:godmode-" + role.word();
  }

  private static List<Entry> grants(Readers readers, Roll roll, Machines machines) {
    var all = new ArrayList<Entry>();
    if (!machines.nodes().isEmpty()) {
      var nodes = machines.nodes().keySet().stream().map(name -> "godmode-" + name).toList();
      all.add(
          new Entry(
              "no line of the policy: nodes that have joined dial the fleet port",
              grant(nodes, machines.fleetPort())));
    }
    for (var reader : readers.all()) {
      var source = source(reader, roll);
      var why = readers.allowingAnything(reader);
      if (why.isPresent() && !source.isEmpty()) {
        all.add(new Entry(why.get(), grant(List.of(source), machines.peoplePort())));
      }
    }
    return all;
  }

  /** As the tailnet knows somebody; empty when it cannot. */
  private static String source(Readers.Reader reader, Roll roll) {
    var name = reader.subject().name();
    if (name.isEmpty()) {
      return addresses(roll, reader.subject().role()).isEmpty()
          ? ""
          : group(reader.subject().role());
    }
    return name.contains("@") ? name : "";
  }

  private static String grant(List<String> from, int port) {
    return "{\"src\": [%s], \"dst\": [%s], \"ip\": [\"tcp:%d\"]}"
        .formatted(
            String.join(", ", from.stream().map(TailscaleExport::quoted).toList()),
            quoted(CONTROL),
            port);
  }

  private static List<String> untold(Readers readers, Roll roll) {
    var all = new ArrayList<String>();
    all.add("what somebody may do once they are there: a tailnet knows machines and ports");
    all.addAll(readers.untold(EnumSet.allOf(Scope.class)));
    readers.all().stream()
        .filter(reader -> readers.allowingAnything(reader).isPresent())
        .filter(reader -> source(reader, roll).isEmpty())
        .forEach(
            reader ->
                all.add(
                    Readers.plain(
                        "%s: no e-mail address in people.yaml, so the tailnet knows nobody by it"
                            .formatted(reader.subject().words()))));
    roll.lines().stream()
        .filter(line -> !isKnown(line))
        .forEach(
            line ->
                all.add(
                    Readers.plain(
                        "people.yaml, %s: the tailnet knows people by their address"
                            .formatted(line.words()))));
    return all;
  }

  private static String quoted(String text) {
    return '"' + Readers.plain(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
