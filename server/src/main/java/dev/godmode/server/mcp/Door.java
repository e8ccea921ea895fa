package dev.godmode.server.mcp;

import dev.godmode.server.http.Route;
import dev.godmode.server.http.RouteCaller.Asked;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Resources that are read through one route.
 *
 * @param template of their URIs: {@code {id}} stands for a piece, {@code {+path}} for all the rest
 * @param asks how the route is asked for what the URI holds
 */
record Door(Told told, String template, String mediaType, Route route, Asks asks) {

  private static final Pattern VARIABLE = Pattern.compile("\\{(\\+?)(\\w+)}");

  /** What a client reads of it. */
  record Told(String name, String title, String description) {}

  /** From a URI's variables to a request. */
  interface Asks {
    Asked of(Map<String, String> variables);
  }

  /** Asks with the variables in the route's path. */
  static final Asks IN_PATH = variables -> Asked.of(variables, Map.of());

  /** Asks with the variables in the route's query, by other names. */
  static Asks inQuery(UnaryOperator<String> names) {
    return variables -> {
      var query = new LinkedHashMap<String, String>();
      variables.forEach((name, value) -> query.put(names.apply(name), value));
      return Asked.of(Map.of(), query);
    };
  }

  /** Whether there is only one resource behind it. */
  boolean isOne() {
    return !template.contains("{");
  }

  /** What a URI's variables are, when it leads through here. */
  Optional<Map<String, String>> variables(String uri) {
    var names = VARIABLE.matcher(template).results().map(found -> found.group(2)).toList();
    var matcher = pattern().matcher(uri);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var variables = new LinkedHashMap<String, String>();
    for (var i = 0; i < names.size(); i++) {
      variables.put(names.get(i), decoded(matcher.group(i + 1)));
    }
    return Optional.of(variables);
  }

  private Pattern pattern() {
    var pattern = new StringBuilder();
    var matcher = VARIABLE.matcher(template);
    var from = 0;
    while (matcher.find()) {
      pattern.append(Pattern.quote(template.substring(from, matcher.start())));
      pattern.append(matcher.group(1).isEmpty() ? "([^/]+)" : "(.+)");
      from = matcher.end();
    }
    return Pattern.compile(pattern + Pattern.quote(template.substring(from)));
  }

  /** What is no percent-encoding is taken as it stands. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }

  /** As a client is told of it; {@code key} is where the URI or its template stands. */
  Map<String, Object> described(String key, String uri) {
    var described = new LinkedHashMap<String, Object>();
    described.put(key, uri);
    described.put("name", told.name());
    described.put("title", told.title());
    described.put("description", told.description());
    described.put("mimeType", mediaType);
    return described;
  }
}
