package dev.godmode.server;

import dev.godmode.control.standby.ControlLease.Seen;
import dev.godmode.protocol.json.Json;
import dev.godmode.server.identity.PrivateFile;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** What this home's control is called among those that share its database: made once, and kept. */
record ControlBadge(String id, String name) {

  private static final String FILE = "control.id";

  /** Where it is kept: a home that has one has stood on a database outside. */
  static Path in(Path folder) {
    return folder.resolve(FILE);
  }

  /**
   * The badge kept in a folder, or a new one: the host's name, made unlike those of the others.
   *
   * @param others asked only when a name is to be found
   */
  static ControlBadge open(Path folder, Supplier<String> ids, Supplier<List<Seen>> others) {
    var file = new PrivateFile(in(folder));
    var kept = file.read().map(text -> Json.read(ControlBadge.class, text));
    if (kept.isPresent()) {
      return kept.get();
    }
    var taken = others.get().stream().map(seen -> seen.node().name()).toList();
    var fresh = new ControlBadge(ids.get(), freeName(hostName(), taken));
    file.write(Json.write(fresh));
    return fresh;
  }

  static String freeName(String host, List<String> taken) {
    var name = host;
    for (var n = 2; taken.contains(name); n++) {
      name = host + "-" + n;
    }
    return name;
  }

  static String hostName() {
    try {
      var name = InetAddress.getLocalHost().getHostName().replaceFirst("\\..*", "");
      return name.isBlank() ? "control" : name;
    } catch (UnknownHostException _) {
      return "control";
    }
  }
}
