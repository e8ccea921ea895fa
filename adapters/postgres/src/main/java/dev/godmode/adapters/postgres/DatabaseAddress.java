package dev.godmode.adapters.postgres;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Where a database is and who we are there. Never shows its password. */
public record DatabaseAddress(String jdbcUrl, String user, String password) {

  /**
   * Reads {@code postgres://user:password@host:port/database} or a JDBC URL.
   *
   * @throws IllegalArgumentException with a sentence that does not repeat the password
   */
  public static DatabaseAddress parse(String url) {
    if (url.startsWith("jdbc:postgresql:")) {
      return new DatabaseAddress(url, "", "");
    }
    if (!url.startsWith("postgres://") && !url.startsWith("postgresql://")) {
      throw new IllegalArgumentException(
          "GODMODE_DATABASE_URL must begin with postgres://, postgresql:// or jdbc:postgresql:");
    }
    try {
      var uri = URI.create(url);
      var login = Optional.ofNullable(uri.getRawUserInfo()).orElse("").split(":", 2);
      var port = uri.getPort() < 0 ? 5432 : uri.getPort();
      var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      return new DatabaseAddress(
          "jdbc:postgresql://%s:%d%s%s".formatted(uri.getHost(), port, uri.getRawPath(), query),
          decoded(login[0]),
          login.length > 1 ? decoded(login[1]) : "");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "GODMODE_DATABASE_URL is not a URL: expected postgres://user:password@host:port/database");
    }
  }

  /** The decoder is for forms, where a plus is a space; in a URL's login it is a plus. */
  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return jdbcUrl.replaceAll("password=[^&]*", "password=…");
  }
}
