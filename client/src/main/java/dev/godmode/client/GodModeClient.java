package dev.godmode.client;

import dev.godmode.protocol.api.Requests.Health;
import dev.godmode.protocol.api.Requests.Problem;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.trace.TraceContext;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import tools.jackson.core.JacksonException;

/** Calls of the HTTP API, with what its caller shows. */
public final class GodModeClient implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final int UNWELL = 503;

  private final URI base;
  private final Supplier<Optional<String>> token;
  private final HttpClient http;
  private final Optional<TraceContext> caller;

  /** Calls go to {@code base}, for example {@code http://127.0.0.1:5051}. */
  public GodModeClient(URI base, Optional<String> token) {
    this(base, () -> token, Optional.empty());
  }

  /**
   * Calls go to {@code base}, for example {@code https://10.0.0.7:5053}.
   *
   * @param token asked for at each call, for it may change
   * @param trust whose word counts for who answers; empty for the system's authorities
   */
  public GodModeClient(URI base, Supplier<Optional<String>> token, Optional<SSLContext> trust) {
    this(base, token, connections(trust), Optional.empty());
  }

  private GodModeClient(
      URI base, Supplier<Optional<String>> token, HttpClient http, Optional<TraceContext> caller) {
    this.base = base;
    this.token = token;
    this.http = http;
    this.caller = caller;
  }

  private static HttpClient connections(Optional<SSLContext> trust) {
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT);
    trust.ifPresent(builder::sslContext);
    return builder.build();
  }

  /** The same calls, as part of a span of whoever makes them: what they hand in is linked to it. */
  public GodModeClient within(TraceContext span) {
    return new GodModeClient(base, token, http, Optional.of(span));
  }

  public <T> T get(Class<T> type, String path) {
    return Json.read(type, text(path));
  }

  /** How control is; it answers with the same document when it is not well. */
  public Health health() {
    var response = exchange(request("/health").GET().build(), BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2 && response.statusCode() != UNWELL) {
      throw new ApiProblem(problem(response));
    }
    return Json.read(Health.class, response.body());
  }

  /** The body as text, for what is not JSON. */
  public String text(String path) {
    return send(request(path).GET().build(), BodyHandlers.ofString());
  }

  /** Writes the body out as it comes: it may be longer than memory. */
  public void copy(String path, OutputStream out) {
    var request = request(path).timeout(Duration.ofDays(1)).GET().build();
    try (var body = send(request, BodyHandlers.ofInputStream())) {
      body.transferTo(out);
    } catch (IOException e) {
      throw new Unreachable("the answer broke off: " + e.getMessage(), e);
    }
  }

  /** The lines of the body as they come, to be closed; one that breaks off throws there. */
  public Stream<String> lines(String path) {
    return send(request(path).timeout(Duration.ofDays(1)).GET().build(), BodyHandlers.ofLines());
  }

  public <T> T post(Class<T> type, String path, Object body) {
    return post(type, path, body, TIMEOUT);
  }

  /** The same for what may take longer than others. */
  public <T> T post(Class<T> type, String path, Object body, Duration patience) {
    var request =
        request(path)
            .timeout(patience)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Json.write(body)))
            .build();
    return Json.read(type, send(request, BodyHandlers.ofString()));
  }

  /** What came back, whatever its status. */
  public record Returned(int status, String body) {

    /** Whether the request was carried out. */
    public boolean isGood() {
      return status / 100 == 2;
    }
  }

  /** Posts a document as it is, with headers of its own; a refusal is an answer too. */
  public Returned pass(String path, Map<String, String> headers, String body) {
    var request = request(path).header("Content-Type", "application/json");
    headers.forEach(request::header);
    var response =
        exchange(request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    return new Returned(response.statusCode(), response.body());
  }

  /** A post without a body, whose answer has none. */
  public void tell(String path) {
    send(request(path).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
  }

  /**
   * A post without a body, as a browser sends one: what comes back is in a cookie.
   *
   * @return the cookie's value; empty when there was none
   */
  public Optional<String> cookie(String path, String name) {
    var response =
        exchange(request(path).POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new ApiProblem(problem(response));
    }
    return response.headers().allValues("Set-Cookie").stream()
        .filter(cookie -> cookie.startsWith(name + "="))
        .map(cookie -> cookie.substring(name.length() + 1).split(";", 2)[0])
        .findFirst();
  }

  /** Sends bytes as they are: a roadmap file may hold anything. */
  public <T> T postBytes(Class<T> type, String path, byte[] body) {
    return postBytes(type, path, "application/jsonl", body);
  }

  /** The same of another media type. */
  public <T> T postBytes(Class<T> type, String path, String mediaType, byte[] body) {
    var request =
        request(path)
            .header("Content-Type", mediaType)
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    return Json.read(type, send(request, BodyHandlers.ofString()));
  }

  public <T> T delete(Class<T> type, String path) {
    return Json.read(type, send(request(path).DELETE().build(), BodyHandlers.ofString()));
  }

  /** A delete whose answer has no body. */
  public void remove(String path) {
    send(request(path).DELETE().build(), BodyHandlers.ofString());
  }

  /** One server-sent event; the id is 0 where it has none. */
  public record ServerEvent(long id, String name, String data) {}

  /** Follows a stream of events until the reader says no, or the stream ends. */
  public void follow(String path, Predicate<ServerEvent> reader) {
    try (var lines = lines(path)) {
      var parser = new EventParser();
      var all = lines.iterator();
      while (all.hasNext()) {
        var event = parser.line(all.next());
        if (event.isPresent() && !reader.test(event.get())) {
          return;
        }
      }
    }
  }

  /** A path with a query; absent values are left out. */
  public static String path(String path, Map<String, Optional<String>> query) {
    var text =
        query.entrySet().stream()
            .filter(entry -> entry.getValue().isPresent())
            .map(entry -> entry.getKey() + "=" + encoded(entry.getValue().get()))
            .sorted()
            .collect(Collectors.joining("&"));
    return text.isEmpty() ? path : path + "?" + text;
  }

  /** A piece of a path, safe whatever it holds. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path) {
    var builder = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
    token.get().ifPresent(secret -> builder.header("Authorization", "Bearer " + secret));
    caller.ifPresent(span -> builder.header(TraceContext.HEADER, span.header()));
    return builder;
  }

  private <T> T send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    var response = exchange(request, handler);
    if (response.statusCode() / 100 != 2) {
      throw new ApiProblem(problem(response));
    }
    return response.body();
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (IOException e) {
      throw new Unreachable(
          "God Mode does not answer at %s: start it with ./gmup, or see gm status".formatted(base),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("interrupted", e);
    }
  }

  private static Problem problem(HttpResponse<?> response) {
    var body = response.body() instanceof String text ? text : "";
    try {
      return Json.read(Problem.class, body);
    } catch (JacksonException e) {
      return new Problem(
          "about:blank",
          "HTTP " + response.statusCode(),
          response.statusCode(),
          "http_" + response.statusCode(),
          body.isBlank() ? "HTTP " + response.statusCode() : body);
    }
  }

  /** Cuts whatever is still being read: a followed stream has no end of its own to wait for. */
  @Override
  public void close() {
    http.shutdownNow();
  }
}
