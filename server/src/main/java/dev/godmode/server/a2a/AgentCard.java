package dev.godmode.server.a2a;

import dev.godmode.server.http.Call;
import dev.godmode.server.http.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Who control is to other agents. It says where it is by the name that it was asked under, for it
 * is reached by several.
 *
 * @param version of God Mode
 */
record AgentCard(String version) {

  /** Of the protocol. */
  static final String PROTOCOL = "1.0";

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.\\-_:\\[\\]]{1,255}");
  private static final List<String> MODES = List.of("text/plain", "application/json");

  /**
   * The card.
   *
   * @param agents types of agents that its reader may know of
   */
  Map<String, Object> shownTo(Call call, List<String> agents) {
    var at = at(call) + A2aRoutes.PATH;
    var card = new LinkedHashMap<String, Object>();
    card.put("name", "God Mode");
    card.put(
        "description",
        "Carries tasks of AI agents to evidence on a fleet of machines: a task is done when its"
            + " checks pass.");
    card.put("version", version);
    card.put("supportedInterfaces", List.of(door(at, "JSONRPC"), door(at, "HTTP+JSON")));
    card.put(
        "capabilities",
        Map.of("streaming", true, "pushNotifications", false, "extendedAgentCard", true));
    card.put(
        "securitySchemes",
        Map.of(
            "bearer",
            Map.of(
                "httpAuthSecurityScheme",
                Map.of(
                    "scheme",
                    "Bearer",
                    "description",
                    "a person's token or session, or an attempt's credential"))));
    card.put(
        "securityRequirements",
        List.of(Map.of("schemes", Map.of("bearer", Map.of("list", List.of())))));
    card.put("defaultInputModes", MODES);
    card.put("defaultOutputModes", MODES);
    card.put("skills", skills(agents));
    return card;
  }

  private static String at(Call call) {
    var host = call.header("Host").orElse("");
    if (!HOST.matcher(host).matches()) {
      throw Refusal.invalid("the header Host must say by which name this server was reached");
    }
    var secure =
        call.isSecure() || call.header("X-Forwarded-Proto").filter("https"::equals).isPresent();
    return (secure ? "https://" : "http://") + host;
  }

  private static Map<String, Object> door(String url, String binding) {
    return Map.of("url", url, "protocolBinding", binding, "protocolVersion", PROTOCOL);
  }

  private static List<Map<String, Object>> skills(List<String> agents) {
    var skills = new ArrayList<Map<String, Object>>();
    skills.add(
        Map.of(
            "id",
            "task",
            "name",
            "Carry out a task",
            "description",
            "Say in a text what is to be done, and in the message's metadata which 'agent_type'"
                + " does it. A data part may hold the task's other fields, as 'checks' that prove"
                + " it, or a 'command' in place of an agent.",
            "tags",
            List.of("tasks", "agents", "evidence")));
    for (var agent : agents) {
      skills.add(
          Map.of(
              "id",
              "agent:" + agent,
              "name",
              agent,
              "description",
              "Tasks for agents of type %s: metadata {\"agent_type\": \"%s\"}"
                  .formatted(agent, agent),
              "tags",
              List.of("agents")));
    }
    return skills;
  }
}
