package dev.godmode.server.mcp;

import dev.godmode.protocol.json.Json;
import dev.godmode.server.http.Route;
import dev.godmode.server.http.RouteCaller;
import dev.godmode.server.http.RouteCaller.Asked;
import dev.godmode.server.http.RouteCaller.Outcome;
import dev.godmode.server.identity.Principal;
import dev.godmode.server.rpc.Params;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Completes what a person types for an argument: names of tasks, paths of documents. */
final class Completer {

  /** The protocol's own limit. */
  private static final int VALUES_MAX = 100;

  private static final int TYPED_MAX_CHARS = 200;

  private final RouteCaller caller;
  private final Route tasks;
  private final Doors doors;

  Completer(RouteCaller caller, Route tasks, Doors doors) {
    this.caller = caller;
    this.tasks = tasks;
    this.doors = doors;
  }

  /** The result of {@code completion/complete}; empty for what nothing is known of. */
  Map<String, Object> complete(Principal by, Params params) {
    params.object("ref");
    var argument = new Params(params.object("argument"));
    var typed = argument.text("value");
    var values =
        typed.length() > TYPED_MAX_CHARS
            ? List.<String>of()
            : switch (argument.text("name")) {
              case "task", "id" -> tasks(by, typed);
              case "path" -> paths(by, typed);
              default -> List.<String>of();
            };
    return Map.of(
        "completion",
        Map.of(
            "values",
            values.stream().limit(VALUES_MAX).toList(),
            "hasMore",
            values.size() > VALUES_MAX));
  }

  private List<String> tasks(Principal by, String typed) {
    if (!RouteCaller.admits(tasks, by)) {
      return List.of();
    }
    var query =
        typed.isEmpty()
            ? Map.of("limit", String.valueOf(VALUES_MAX))
            : Map.of("limit", String.valueOf(VALUES_MAX), "q", typed);
    return switch (caller.call(tasks, by, Asked.of(Map.of(), query))) {
      case Outcome.Failed _ -> List.of();
      case Outcome.Answered(_, var text) ->
          Json.tree(text)
              .path("items")
              .valueStream()
              .map(task -> task.path("name").asString(""))
              .distinct()
              .toList();
    };
  }

  private List<String> paths(Principal by, String typed) {
    var wanted = typed.toLowerCase(Locale.ROOT);
    return doors.paths(by).stream()
        .filter(path -> path.toLowerCase(Locale.ROOT).contains(wanted))
        .toList();
  }
}
