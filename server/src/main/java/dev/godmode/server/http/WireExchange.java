package dev.godmode.server.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request on the wire. */
final class WireExchange implements Exchange {

  private static final Header NO_STORE = HeaderValues.create("Cache-Control", "no-store");

  private final ServerRequest request;
  private final ServerResponse response;
  private final Lobby lobby;

  WireExchange(ServerRequest request, ServerResponse response, Lobby lobby) {
    this.request = request;
    this.response = response;
    this.lobby = lobby;
  }

  @Override
  public String method() {
    return request.prologue().method().text();
  }

  @Override
  public String rawPath() {
    return request.prologue().uriPath().rawPath();
  }

  @Override
  public String rawQuery() {
    return request.prologue().query().rawValue();
  }

  @Override
  public String path(String name) {
    return request.path().pathParameters().get(name);
  }

  @Override
  public Optional<String> query(String name) {
    return request.query().first(name).asOptional();
  }

  @Override
  public Collection<String> queryNames() {
    return request.query().names();
  }

  @Override
  public Optional<String> header(String name) {
    return request.headers().first(HeaderNames.create(name));
  }

  @Override
  public Map<String, List<String>> headers() {
    var all = new TreeMap<String, List<String>>();
    request
        .headers()
        .forEach(header -> all.put(header.headerName().lowerCase(), header.allValues()));
    return all;
  }

  @Override
  public Optional<String> cookie(String name) {
    return request.headers().cookies().first(name).asOptional();
  }

  @Override
  public boolean isSecure() {
    return request.isSecure();
  }

  @Override
  public byte[] body(long maxBytes) {
    if (request.headers().contentLength().orElse(0) > maxBytes) {
      throw Refusal.tooLarge(maxBytes);
    }
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    var who = request.remotePeer().address();
    try (var body = new PacedBody(request.content().inputStream(), () -> lobby.reading(who))) {
      var bytes = body.readNBytes((int) maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw Refusal.tooLarge(maxBytes);
      }
      return bytes;
    } catch (DataReader.InsufficientDataAvailableException _) {
      throw Refusal.brokenOff();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lobby.heard(who);
    }
  }

  @Override
  public void header(String name, String value) {
    response.header(HeaderValues.create(name, value));
  }

  @Override
  public void send(Status status, String mediaType, byte[] bytes) {
    if (!response.headers().contains(HeaderNames.CACHE_CONTROL)) {
      response.header(NO_STORE);
    }
    lobby.writing(request.remotePeer().address(), bytes.length);
    response
        .status(status)
        .header(HeaderValues.create(HeaderNames.CONTENT_TYPE, mediaType))
        .send(bytes);
  }

  @Override
  public void send(Status status) {
    response.status(status).send();
  }

  @Override
  public OutputStream stream(Status status, String mediaType) {
    response
        .status(status)
        .header(NO_STORE)
        .header(HeaderValues.create(HeaderNames.CONTENT_TYPE, mediaType));
    return response.outputStream();
  }

  @Override
  public SseSink events() {
    return response.sink(SseSink.TYPE);
  }
}
