package dev.godmode.server.mcp;

import dev.godmode.protocol.json.Json;
import dev.godmode.server.http.Route;
import dev.godmode.server.http.RouteCaller;
import dev.godmode.server.http.RouteCaller.Asked;
import dev.godmode.server.http.RouteCaller.Outcome;
import dev.godmode.server.identity.Principal;
import dev.godmode.server.rpc.RpcFault;
import dev.godmode.server.rpc.RpcRefusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The resources: what can be read by a URI. */
final class Doors {

  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain";
  private static final String DOCUMENTS = "GET /api/v1/documents";
  private static final String DOCUMENT = "godmode://document/";
  private static final int URI_MAX_CHARS = 2_000;

  private final RouteCaller caller;
  private final Route documents;
  private final List<Door> doors;

  Doors(RouteCaller caller, List<Route> routes) {
    this.caller = caller;
    var byName = routes.stream().collect(Collectors.toMap(Route::name, Function.identity()));
    Function<String, Route> find = name -> Optional.ofNullable(byName.get(name)).orElseThrow();
    this.documents = find.apply(DOCUMENTS);
    this.doors = doors(find);
  }

  private static List<Door> doors(Function<String, Route> route) {
    return List.of(
        new Door(
            new Door.Told("queue", "The fleet's work", "how many tasks live, wait and run"),
            "godmode://queue",
            JSON,
            route.apply("GET /api/v1/queue"),
            Door.IN_PATH),
        new Door(
            new Door.Told("roadmap", "The roadmap", "one object a line, with its state now"),
            "godmode://roadmap",
            "application/jsonl",
            route.apply("GET /api/v1/roadmap/export"),
            Door.IN_PATH),
        new Door(
            new Door.Told("document", "A document", "a canonical document, as control signed it"),
            DOCUMENT + "{+path}",
            TEXT,
            route.apply("GET /api/v1/documents/text"),
            Door.inQuery(UnaryOperator.identity())),
        new Door(
            new Door.Told("task", "A task", "all about it: attempts, evidence, result, story"),
            "godmode://task/{id}",
            JSON,
            route.apply("GET /api/v1/tasks/{id}"),
            Door.IN_PATH),
        new Door(
            new Door.Told("log", "A task's log", "what its last attempt printed"),
            "godmode://task/{id}/log",
            TEXT,
            route.apply("GET /api/v1/tasks/{id}/log/download"),
            Door.IN_PATH),
        new Door(
            new Door.Told("ledger", "A task's ledger", "every fact about it, newest first"),
            "godmode://ledger/{task}",
            JSON,
            route.apply("GET /api/v1/ledger"),
            Door.inQuery(UnaryOperator.identity())));
  }

  private Stream<Door> open(Principal by) {
    return doors.stream().filter(door -> RouteCaller.admits(door.route(), by));
  }

  /** What there is to read without asking for it by name. */
  List<Map<String, Object>> resources(Principal by) {
    var all = new ArrayList<Map<String, Object>>();
    open(by).filter(Door::isOne).forEach(door -> all.add(door.described("uri", door.template())));
    if (by instanceof Principal.Holder(var claims)) {
      all.addAll(own(by, claims.attempt().task().value()));
    }
    paths(by).forEach(path -> all.add(document(path)));
    return all;
  }

  /** An attempt's own task, and its log. */
  private List<Map<String, Object>> own(Principal by, String task) {
    return open(by)
        .filter(door -> door.template().startsWith("godmode://task/"))
        .map(door -> door.described("uri", door.template().replace("{id}", task)))
        .toList();
  }

  private static Map<String, Object> document(String path) {
    var described = new LinkedHashMap<String, Object>();
    described.put("uri", DOCUMENT + path.replace("%", "%25").replace(" ", "%20"));
    described.put("name", path);
    described.put("description", "canonical document");
    described.put("mimeType", TEXT);
    return described;
  }

  /** The documents that somebody may see, by path. */
  List<String> paths(Principal by) {
    if (!RouteCaller.admits(documents, by)) {
      return List.of();
    }
    return switch (caller.call(documents, by, Asked.of(Map.of(), Map.of()))) {
      case Outcome.Failed _ -> List.of();
      case Outcome.Answered(_, var text) ->
          Json.tree(text)
              .path("newest")
              .path("documents")
              .valueStream()
              .map(one -> one.path("path").asString(""))
              .toList();
    };
  }

  List<Map<String, Object>> templates(Principal by) {
    return open(by)
        .filter(door -> !door.isOne())
        .map(door -> door.described("uriTemplate", door.template()))
        .toList();
  }

  /**
   * What is at a URI.
   *
   * @param missing the code by which the caller's version of the protocol says that nothing is
   * @throws RpcRefusal when nothing is, or it is not theirs
   */
  Map<String, Object> read(Principal by, String uri, int missing) {
    if (uri.length() > URI_MAX_CHARS) {
      throw RpcRefusal.invalid("'uri' may have %d characters".formatted(URI_MAX_CHARS));
    }
    for (var door : doors) {
      var variables = door.variables(uri);
      if (variables.isPresent()) {
        return switch (caller.call(door.route(), by, door.asks().of(variables.get()))) {
          case Outcome.Failed(var problem) -> throw nothing(missing, uri, problem.detail());
          case Outcome.Answered(_, var text) when text.length() > ToolCalls.RESULT_MAX_CHARS ->
              throw nothing(
                  RpcFault.INVALID_PARAMS,
                  uri,
                  "it has %d characters, more than the %d that fit here: use a tool, and ask for less"
                      .formatted(text.length(), ToolCalls.RESULT_MAX_CHARS));
          case Outcome.Answered(_, var text) -> contents(uri, door.mediaType(), text);
        };
      }
    }
    throw nothing(
        missing,
        uri,
        "there is no such resource: resources/list and resources/templates/list tell what there is");
  }

  private static RpcRefusal nothing(int code, String uri, String why) {
    return new RpcRefusal(new RpcFault(code, why).with(Map.of("uri", uri)));
  }

  private static Map<String, Object> contents(String uri, String mediaType, String text) {
    return Map.of("contents", List.of(Map.of("uri", uri, "mimeType", mediaType, "text", text)));
  }
}
