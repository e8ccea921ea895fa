package dev.godmode.control.memory.graph;

import dev.godmode.control.secret.ServerNames;
import dev.godmode.protocol.text.SecretReference;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which graph database what memories have to do with each other is kept in.
 *
 * @param url {@code neo4j://HOST:PORT}, which a cluster answers too, or {@code bolt://HOST:PORT}
 *     for one server alone; with {@code +s} after the scheme by TLS
 * @param database within it; its usual one when empty
 * @param key the secret that opens it, {@code USER:PASSWORD}
 */
public record GraphAddress(URI url, Optional<String> database, Optional<SecretReference> key) {

  private static final ServerNames NAMES =
      new ServerNames("a graph", "GODMODE_GRAPH", List.of("neo4j", "neo4j+s", "bolt", "bolt+s"));
  private static final Pattern DATABASE = Pattern.compile("[A-Za-z][A-Za-z0-9.-]{2,62}");

  /**
   * Reads one as people write it: {@code neo4j://HOST:PORT} or {@code neo4j://HOST:PORT/DATABASE}.
   *
   * @param key {@code secret://NAME}
   * @throws IllegalArgumentException saying what is wrong
   */
  public static GraphAddress parse(String text, Optional<String> key) {
    var url = NAMES.url(text.strip());
    var database = url.getPath().replaceFirst("^/", "");
    if (!database.isEmpty() && !DATABASE.matcher(database).matches()) {
      throw new IllegalArgumentException(
          "a graph's database has 3 to 63 letters, digits, dots and dashes, and begins with a letter; was '%s'"
              .formatted(database));
    }
    return new GraphAddress(
        URI.create(url.getScheme() + "://" + url.getRawAuthority()),
        Optional.of(database).filter(name -> !name.isEmpty()),
        key.map(NAMES::key));
  }

  /** "neo4j://127.0.0.1:7687/memories". */
  @Override
  public String toString() {
    return url + database.map(name -> "/" + name).orElse("");
  }
}
