package dev.godmode.worker.driver;

import static dev.godmode.worker.driver.Lines.map;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Control's own tools, as an attempt's program reaches them by the Model Context Protocol: {@code
 * gm mcp} beside it, which shows the attempt's credential and reads it anew for each message. What
 * it may do there is what the policy gives its attempt, so nobody is asked again.
 *
 * @param gm the launcher
 * @param door the variables by which it finds control; none of them is secret
 */
record ControlTools(String gm, Map<String, String> door) {

  /** As the program calls them: the tool {@code whoami} is {@code mcp__godmode__whoami} to it. */
  static final String NAME = "godmode";

  /**
   * As programs put a server's name before its tool's. Nothing may stand behind it: some name a use
   * by the command that it carries out.
   */
  private static final Pattern TOOL = Pattern.compile("(mcp__)?" + NAME + "(__|_|\\.)[a-z_]+");

  /** A first start on a busy machine. */
  private static final int START_WITHIN_SECONDS = 60;

  private static final List<String> DOOR =
      List.of("GODMODE_GM", "GODMODE_URL", "GODMODE_CREDENTIAL", "GODMODE_CA", "GODMODE_JAVA_HOME");

  /** Whether a program's tool is one of control's, which sees itself what it is used for. */
  static boolean isOne(String tool) {
    return TOOL.matcher(tool).matches();
  }

  /** Those that variables tell of; empty where this machine has no launcher or no control. */
  static Optional<ControlTools> of(Map<String, String> variables) {
    if (!variables.containsKey("GODMODE_URL") || !variables.containsKey("GODMODE_CREDENTIAL")) {
      return Optional.empty();
    }
    var door = new TreeMap<String, String>();
    DOOR.stream()
        .filter(variables::containsKey)
        .forEach(name -> door.put(name, variables.get(name)));
    return Optional.ofNullable(variables.get("GODMODE_GM")).map(gm -> new ControlTools(gm, door));
  }

  /** For Claude Code, whose servers have all of its environment. */
  List<String> options() {
    // Few tools, and models of a fleet do not know how to look for more: it is told all of them.
    var server = map("type", "stdio", "command", gm, "args", List.of("mcp"), "alwaysLoad", true);
    return List.of(
        "--mcp-config",
        Lines.write(map("mcpServers", map(NAME, server))),
        "--allowedTools",
        "mcp__" + NAME);
  }

  /** For an agent that speaks the Agent Client Protocol. */
  Map<String, Object> stdioServer() {
    var variables =
        door.entrySet().stream()
            .map(entry -> map("name", entry.getKey(), "value", entry.getValue()))
            .toList();
    return map("name", NAME, "command", gm, "args", List.of("mcp"), "env", variables);
  }

  /** For Codex, whose servers have none of its environment; in TOML. */
  String setting() {
    var variables =
        door.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + Toml.quoted(entry.getValue()))
            .toList();
    return "mcp_servers.%s={command=%s,args=[\"mcp\"],env={%s},startup_timeout_sec=%d,default_tools_approval_mode=\"approve\"}"
        .formatted(NAME, Toml.quoted(gm), String.join(",", variables), START_WITHIN_SECONDS);
  }
}
