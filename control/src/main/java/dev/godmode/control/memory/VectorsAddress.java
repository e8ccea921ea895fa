package dev.godmode.control.memory;

import dev.godmode.control.secret.ServerNames;
import dev.godmode.protocol.text.SecretReference;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which PostgreSQL with pgvector has what memories mean.
 *
 * @param url {@code postgres://HOST:PORT/DATABASE}; with {@code ?sslmode=verify-full} behind it by
 *     TLS
 * @param key the secret that opens it, {@code USER:PASSWORD}
 */
public record VectorsAddress(URI url, Optional<SecretReference> key) {

  private static final ServerNames NAMES =
      new ServerNames(
          "a database of vectors", "GODMODE_VECTORS", List.of("postgres", "postgresql"));
  private static final Pattern DATABASE = Pattern.compile("/[A-Za-z0-9_-]{1,63}");
  private static final Pattern OPTIONS = Pattern.compile("sslmode=[a-z-]+");

  /**
   * Reads one as people write it.
   *
   * @param key {@code secret://NAME}
   * @throws IllegalArgumentException saying what is wrong
   */
  public static VectorsAddress parse(String text, Optional<String> key) {
    var url = NAMES.url(text.strip());
    if (!DATABASE.matcher(url.getRawPath()).matches()) {
      throw new IllegalArgumentException(
          "the address of a database of vectors names the database: postgres://HOST:PORT/DATABASE");
    }
    var options = Optional.ofNullable(url.getRawQuery());
    if (options.filter(said -> !OPTIONS.matcher(said).matches()).isPresent()) {
      throw new IllegalArgumentException(
          "behind the address of a database of vectors only ?sslmode=verify-full or its like can stand");
    }
    return new VectorsAddress(url, key.map(NAMES::key));
  }

  /** For the driver, without who we are. */
  public String jdbcUrl() {
    var port = url.getPort() < 0 ? "" : ":" + url.getPort();
    var options = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return "jdbc:postgresql://%s%s%s%s".formatted(url.getHost(), port, url.getRawPath(), options);
  }

  /** "postgres://127.0.0.1:5432/vectors". */
  @Override
  public String toString() {
    return url.toString();
  }
}
