package dev.godmode.worker.door;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.godmode.client.tls.FileTrust;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.network.HopHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The fleet's models on this node's loopback, for programs that read an address and a key when they
 * start and never again. A key is an attempt's own, and counts as long as its credential is there;
 * what goes on to control shows the credential of the moment in its place.
 */
public final class ModelDoor implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(ModelDoor.class.getName());

  /** As much as the gateway takes. */
  static final int BODY_MAX = 32 << 20;

  private static final int KEY_BYTES = 24;
  private static final String PREFIX = "/v1/";
  private static final String BEARER = "Bearer ";
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
  private static final int PIECE = 8 << 10;

  private static final int OK_WITHOUT_BODY = 204;
  private static final int NOT_ADMITTED = 401;
  private static final int NOT_FOUND = 404;
  private static final int TOO_LARGE = 413;
  private static final int NO_ANSWER = 502;
  private static final int NOT_NOW = 503;

  /** What is shown to this door alone. */
  private static final Set<String> KEYS = Set.of("authorization", "x-api-key");

  /**
   * What a program is told.
   *
   * @param address the door's root, {@code http://127.0.0.1:PORT}; OpenAI's own clients want {@code
   *     /v1} behind it
   */
  public record Key(String address, String secret) {

    private static final String OPENAI_ADDRESS = "OPENAI_BASE_URL";
    private static final String OPENAI_KEY = "OPENAI_API_KEY";
    private static final String ANTHROPIC_ADDRESS = "ANTHROPIC_BASE_URL";
    private static final String ANTHROPIC_KEY = "ANTHROPIC_API_KEY";

    /** Where clients of OpenAI and Anthropic look for an address and a key. */
    public static final Set<String> VARIABLES =
        Set.of(OPENAI_ADDRESS, OPENAI_KEY, ANTHROPIC_ADDRESS, ANTHROPIC_KEY);

    /** As those clients find it in their environment. */
    public Map<String, String> variables() {
      return Map.of(
          OPENAI_ADDRESS, address + "/v1",
          OPENAI_KEY, secret,
          ANTHROPIC_ADDRESS, address,
          ANTHROPIC_KEY, secret);
    }
  }

  private final HttpClient client;
  private final Supplier<Optional<URI>> control;
  private final SecureRandom random;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** To the file in which the attempt's credential of the moment is. */
  private final Map<String, Path> keys = new ConcurrentHashMap<>();

  private Optional<HttpServer> server = Optional.empty();

  ModelDoor(HttpClient client, Supplier<Optional<URI>> control, SecureRandom random) {
    this.client = client;
    this.control = control;
    this.random = random;
  }

  /**
   * It is shut until somebody is admitted.
   *
   * @param authority the certificate that vouches for control, PEM
   * @param control its root, as it is reached just now
   */
  public static ModelDoor to(Path authority, Supplier<Optional<URI>> control, SecureRandom random)
      throws IOException {
    return new ModelDoor(
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(FileTrust.of(authority))
            .connectTimeout(CONNECT_WITHIN)
            .build(),
        control,
        random);
  }

  /**
   * A key for the attempt whose credential is in that file. The first one opens the door, at a port
   * that is free.
   */
  public synchronized Key admit(Path credential) throws IOException {
    if (server.isEmpty()) {
      server = Optional.of(opened());
    }
    var bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    var secret = "gm-" + HexFormat.of().formatHex(bytes);
    keys.put(secret, credential);
    return new Key("http://127.0.0.1:" + server.get().getAddress().getPort(), secret);
  }

  /** It is worth nothing from now on. */
  public void dismiss(Key key) {
    keys.remove(key.secret());
  }

  private HttpServer opened() throws IOException {
    var opened = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    opened.createContext("/", this::answer);
    opened.setExecutor(threads);
    opened.start();
    return opened;
  }

  private void answer(HttpExchange call) throws IOException {
    try (call) {
      var credential = shown(call.getRequestHeaders()).map(keys::get);
      if (credential.isEmpty()) {
        refuse(
            call, NOT_ADMITTED, "this door takes the key that an attempt was given, and no other");
      } else if (isBelow(call.getRequestURI())) {
        passOn(call, credential.get());
      } else {
        refuse(call, NOT_FOUND, "the fleet's models are below " + PREFIX);
      }
    } catch (IOException e) {
      LOG.log(DEBUG, "a program has gone before it was answered", e);
    }
  }

  /** And leads nowhere else, however whoever is asked reads it. */
  private static boolean isBelow(URI asked) {
    return asked.getRawPath().startsWith(PREFIX) && !asked.getPath().contains("..");
  }

  private static Optional<String> shown(Headers headers) {
    return Optional.ofNullable(headers.getFirst("x-api-key"))
        .or(
            () ->
                Optional.ofNullable(headers.getFirst("Authorization"))
                    .filter(value -> value.startsWith(BEARER))
                    .map(value -> value.substring(BEARER.length()).strip()));
  }

  private void passOn(HttpExchange call, Path credential) throws IOException {
    var body = call.getRequestBody().readNBytes(BODY_MAX + 1);
    if (body.length > BODY_MAX) {
      refuse(call, TOO_LARGE, "a question has %d MiB at most".formatted(BODY_MAX >> 20));
      return;
    }
    var token = token(credential);
    var address = control.get();
    if (token.isEmpty() || address.isEmpty()) {
      call.getResponseHeaders().set("Retry-After", "1");
      refuse(
          call,
          NOT_NOW,
          token.isEmpty()
              ? "the attempt has no credential just now"
              : "control is not in reach just now");
      return;
    }
    var answer = ask(question(call, address.get(), token.get(), body));
    if (answer.isPresent()) {
      copy(answer.get(), call);
    } else {
      refuse(call, NO_ANSWER, "control could not be asked: the worker's log says why");
    }
  }

  private Optional<HttpResponse<InputStream>> ask(HttpRequest question) {
    try {
      return Optional.of(client.send(question, BodyHandlers.ofInputStream()));
    } catch (IOException e) {
      LOG.log(
          INFO,
          "models not reached address={0}: {1}",
          question.uri().getAuthority(),
          e.getMessage());
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Optional<String> token(Path credential) throws IOException {
    try {
      return Optional.of(Files.readString(credential).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static HttpRequest question(HttpExchange call, URI control, String token, byte[] body) {
    var asked = call.getRequestURI();
    var query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
    var question =
        HttpRequest.newBuilder(control.resolve(asked.getRawPath() + query))
            .method(call.getRequestMethod(), BodyPublishers.ofByteArray(body))
            .header("Authorization", BEARER + token);
    call.getRequestHeaders()
        .forEach(
            (name, values) -> passed(name, values).forEach(value -> question.header(name, value)));
    return question.build();
  }

  private static List<String> passed(String name, List<String> values) {
    var isOurs = HopHeaders.isOne(name) || KEYS.contains(name.toLowerCase(Locale.ROOT));
    return isOurs ? List.of() : values;
  }

  /** As it comes: an answer may be a stream of words. */
  private static void copy(HttpResponse<InputStream> answer, HttpExchange call) throws IOException {
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!passed(name, values).isEmpty()) {
                call.getResponseHeaders().put(name, values);
              }
            });
    try (var in = answer.body()) {
      if (answer.statusCode() == OK_WITHOUT_BODY) {
        call.sendResponseHeaders(answer.statusCode(), -1);
        return;
      }
      call.sendResponseHeaders(answer.statusCode(), 0);
      var piece = new byte[PIECE];
      var out = call.getResponseBody();
      for (var n = in.read(piece); n >= 0; n = in.read(piece)) {
        out.write(piece, 0, n);
        out.flush();
      }
    }
  }

  /** In the shape in which clients of both kinds look for what is wrong. */
  private static void refuse(HttpExchange call, int status, String why) throws IOException {
    var words =
        Json.write(Map.of("type", "error", "error", Map.of("type", "godmode_door", "message", why)))
            .getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().set("Content-Type", "application/json");
    call.sendResponseHeaders(status, words.length);
    call.getResponseBody().write(words);
  }

  @Override
  public synchronized void close() {
    server.ifPresent(open -> open.stop(0));
    threads.shutdownNow();
    client.close();
  }
}
