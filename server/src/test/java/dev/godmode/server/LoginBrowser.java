package dev.godmode.server;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A browser as far as a login needs one: it keeps cookies, and goes where it is sent. */
final class LoginBrowser implements AutoCloseable {

  private static final int HOPS_MAX = 15;

  private final CookieManager cookies = new CookieManager();
  private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();
  private Optional<URI> callback = Optional.empty();

  /** Begins at that address and goes on until nobody sends it anywhere; who logs in is told. */
  HttpResponse<String> logIn(URI from, String hint) {
    var at = hinted(from, hint);
    var response = get(at);
    for (var hop = 0; response.statusCode() / 100 == 3; hop++) {
      if (hop == HOPS_MAX) {
        throw new IllegalStateException("sent around in circles, now at " + at);
      }
      at = hinted(at.resolve(response.headers().firstValue("Location").orElseThrow()), hint);
      if (at.getPath().endsWith("/callback")) {
        callback = Optional.of(at);
      }
      response = get(at);
    }
    return response;
  }

  /** The provider's page, on which somebody types their name. */
  private static URI hinted(URI at, String hint) {
    return at.toString().contains("code_challenge=") ? URI.create(at + "&login_hint=" + hint) : at;
  }

  /** Where the provider sent it back to. */
  URI callback() {
    return callback.orElseThrow();
  }

  HttpResponse<String> get(URI at) {
    try {
      return http.send(
          HttpRequest.newBuilder(at).timeout(Duration.ofSeconds(10)).build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(at + " does not answer", e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean isLoggedIn() {
    return cookie("godmode_session").isPresent();
  }

  /** What the login page would say. */
  String problem() {
    return URLDecoder.decode(cookie("godmode_login_problem").orElse(""), StandardCharsets.UTF_8);
  }

  private Optional<String> cookie(String name) {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals(name))
        .map(HttpCookie::getValue)
        .findFirst();
  }

  @Override
  public void close() {
    http.close();
  }
}
