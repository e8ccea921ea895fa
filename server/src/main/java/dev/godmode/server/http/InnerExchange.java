package dev.godmode.server.http;

import dev.godmode.server.http.RouteCaller.Asked;
import dev.godmode.server.http.RouteCaller.Outcome;
import io.helidon.http.Status;
import io.helidon.webserver.sse.SseSink;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request that is made inside control; its answer is kept for whoever makes it. */
final class InnerExchange implements Exchange {

  private final Route route;
  private final Asked asked;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private String answered = "";

  InnerExchange(Route route, Asked asked) {
    this.route = route;
    this.asked = asked;
  }

  Outcome outcome() {
    return new Outcome.Answered(answered, body.toString(StandardCharsets.UTF_8));
  }

  @Override
  public String method() {
    return route.method().text();
  }

  @Override
  public String rawPath() {
    return route.path();
  }

  @Override
  public String rawQuery() {
    return "";
  }

  @Override
  public String path(String name) {
    return Optional.ofNullable(asked.path().get(name))
        .orElseThrow(() -> Refusal.invalid("'%s' is missing".formatted(name)));
  }

  @Override
  public Optional<String> query(String name) {
    return Optional.ofNullable(asked.query().get(name));
  }

  @Override
  public Collection<String> queryNames() {
    return asked.query().keySet();
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(asked.headers().get(name));
  }

  @Override
  public Map<String, List<String>> headers() {
    return Map.of();
  }

  @Override
  public Optional<String> cookie(String name) {
    return Optional.empty();
  }

  @Override
  public boolean isSecure() {
    return false;
  }

  @Override
  public byte[] body(long maxBytes) {
    var bytes = asked.body().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > maxBytes) {
      throw Refusal.tooLarge(maxBytes);
    }
    return bytes;
  }

  /** Nobody sees the headers of an answer in here. */
  @Override
  public void header(String name, String value) {}

  @Override
  public void send(Status status, String mediaType, byte[] bytes) {
    answered = mediaType;
    body.writeBytes(bytes);
  }

  @Override
  public void send(Status status) {
    answered = "";
  }

  @Override
  public OutputStream stream(Status status, String mediaType) {
    answered = mediaType;
    return body;
  }

  @Override
  public SseSink events() {
    throw new IllegalStateException(route.name() + " has no end: it is for the wire alone");
  }
}
