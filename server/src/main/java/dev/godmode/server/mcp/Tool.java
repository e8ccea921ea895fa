package dev.godmode.server.mcp;

import dev.godmode.server.http.Route;
import dev.godmode.server.http.RouteSchemas;
import dev.godmode.server.http.RouteSchemas.Place;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A route as agents know it. What it takes and answers, and who may use it, are the route's.
 *
 * @param name as models call it
 * @param description for models: what it is good for and how to go about it
 * @param words said of an argument, where the route itself says nothing
 * @param usual arguments where nothing is said: an agent needs less at once than a screen
 */
public record Tool(
    String name,
    String title,
    String description,
    Effect effect,
    Route route,
    Map<String, String> words,
    Map<String, Object> usual) {

  public Tool {
    words = Map.copyOf(words);
    usual = Map.copyOf(usual);
  }

  /** Where its arguments belong in a request of its route. */
  SequencedMap<String, Place> places() {
    return RouteSchemas.places(route);
  }

  /** As a client is told of it. */
  Map<String, Object> described() {
    var described = new LinkedHashMap<String, Object>();
    described.put("name", name);
    described.put("title", title);
    described.put("description", description);
    described.put("inputSchema", RouteSchemas.input(route, words));
    RouteSchemas.output(route).ifPresent(schema -> described.put("outputSchema", schema));
    described.put("annotations", effect.hints());
    return Collections.unmodifiableMap(described);
  }
}
