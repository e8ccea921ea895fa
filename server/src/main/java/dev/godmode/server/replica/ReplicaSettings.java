package dev.godmode.server.replica;

import dev.godmode.protocol.stream.JoinCode;
import dev.godmode.server.identity.PrivateFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a replica of the gateway is told at its start, by the environment and a file of its home.
 *
 * @param home its folder: where others on this machine find it
 * @param address where it listens
 * @param code leads it to control, and lets it in
 */
record ReplicaSettings(Path home, String address, int port, JoinCode code) {

  static final int PORT = 5055;
  static final String PORT_VARIABLE = "GODMODE_GATEWAY_PORT";

  private static final String ADDRESS_VARIABLE = "GODMODE_GATEWAY_ADDRESS";
  private static final String CODE_VARIABLE = "GODMODE_GATEWAY_CODE";
  private static final String LOOPBACK = "127.0.0.1";
  private static final Set<String> LOOPBACKS = Set.of(LOOPBACK, "::1", "localhost");
  private static final int PORT_MAX = 65_535;

  /**
   * Reads the environment.
   *
   * @throws IllegalArgumentException with all that is wrong
   */
  static ReplicaSettings of(Map<String, String> environment) {
    var problems = new ArrayList<String>();
    var home =
        set(environment, "GODMODE_HOME")
            .map(Path::of)
            .orElseGet(() -> Path.of(environment.getOrDefault("HOME", "."), ".godmode"));
    var address = set(environment, ADDRESS_VARIABLE).orElse(LOOPBACK);
    if (!LOOPBACKS.contains(address)) {
      problems.add(
          "%s=%s: a gateway listens on this machine alone (127.0.0.1); what ends TLS for others stands before it"
              .formatted(ADDRESS_VARIABLE, address));
    }
    var port = port(environment, problems);
    var folder = home.resolve("gateway");
    var code = code(environment, folder.resolve("code"), problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    return new ReplicaSettings(folder, address, port, code.orElseThrow());
  }

  private static Optional<String> set(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isBlank());
  }

  private static int port(Map<String, String> environment, List<String> problems) {
    var text = set(environment, PORT_VARIABLE).orElse(Integer.toString(PORT));
    if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= PORT_MAX) {
      return Integer.parseInt(text);
    }
    problems.add(
        "%s must be a port from 0 to %d, was '%s'".formatted(PORT_VARIABLE, PORT_MAX, text));
    return PORT;
  }

  /** From a file where one is: environments can be read by others of the same user. */
  private static Optional<JoinCode> code(
      Map<String, String> environment, Path file, List<String> problems) {
    try {
      var text =
          set(environment, CODE_VARIABLE).or(() -> new PrivateFile(file).read()).map(String::strip);
      if (text.isEmpty()) {
        problems.add(
            "there is no code, neither in %s nor in %s: 'gm models replicas --code' on the control node prints one"
                .formatted(CODE_VARIABLE, file));
      }
      return text.map(code -> JoinCode.parse(JoinCode.Kind.GATEWAY, code));
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
