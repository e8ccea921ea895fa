package dev.godmode.server.mcp;

import dev.godmode.protocol.text.Spelling;
import dev.godmode.server.http.Route;
import dev.godmode.server.http.RouteCaller;
import dev.godmode.server.identity.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All tools there are, always in one order. */
public final class Toolbox {

  /** What is longer is no misspelt name. */
  private static final int NAME_MAX_CHARS = 128;

  private final SequencedMap<String, Tool> tools;

  private Toolbox(SequencedMap<String, Tool> tools) {
    this.tools = tools;
  }

  /**
   * The tools of a control with these routes.
   *
   * @throws IllegalArgumentException when one of them has no route
   */
  public static Toolbox of(List<Route> routes) {
    var byName = routes.stream().collect(Collectors.toMap(Route::name, Function.identity()));
    var tools = new LinkedHashMap<String, Tool>();
    Stream.of(
            TaskTools.TASKS,
            TaskTools.PEOPLE,
            KnowledgeTools.KNOWLEDGE,
            MemoryTools.MEMORY,
            MailTools.MAIL,
            FleetTools.FLEET)
        .flatMap(List::stream)
        .map(draft -> draft.on(byName))
        .forEach(tool -> tools.put(tool.name(), tool));
    return new Toolbox(tools);
  }

  public List<Tool> all() {
    return List.copyOf(tools.values());
  }

  /** Those that somebody may use. */
  List<Map<String, Object>> described(Principal by) {
    return tools.values().stream()
        .filter(tool -> RouteCaller.admits(tool.route(), by))
        .map(Tool::described)
        .toList();
  }

  Optional<Tool> find(String name) {
    return Optional.ofNullable(tools.get(name));
  }

  /** Whether somebody may use all of these. */
  boolean offers(Principal by, List<String> names) {
    return names.stream()
        .allMatch(name -> find(name).filter(t -> RouteCaller.admits(t.route(), by)).isPresent());
  }

  /** " (did you mean 'task_show'?)", or nothing. */
  String hint(String name) {
    return name.length() > NAME_MAX_CHARS ? "" : Spelling.hint(name, tools.keySet());
  }
}
