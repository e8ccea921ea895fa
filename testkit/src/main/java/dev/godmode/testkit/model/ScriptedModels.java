package dev.godmode.testkit.model;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.godmode.protocol.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A server that speaks OpenAI's chat completions and embeddings and Anthropic's messages, on
 * loopback. What it answers stands in the last message that it is sent:
 *
 * <ul>
 *   <li>{@code say WORDS} is answered with the words, one in each chunk;
 *   <li>with tools, {@code call ARGUMENTS} calls the first of them, and what a tool said is said
 *       again;
 *   <li>{@code break}, {@code stop}, {@code garble}, {@code hang}, {@code flood}, {@code busy},
 *       {@code fail}, {@code lie}, {@code drip}: see {@link Script}.
 * </ul>
 */
public final class ScriptedModels implements AutoCloseable {

  private static final int BACKLOG = 1_024;
  private static final int HEARD_MAX = 10_000;

  /** A question that came. */
  public record Heard(String path, Headers headers, JsonNode body) {}

  private final List<String> models;
  private final HttpServer server;
  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>(HEARD_MAX);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicInteger gone = new AtomicInteger();

  /**
   * Begins to serve.
   *
   * @param port 0 for any that is free
   */
  public ScriptedModels(int port, List<String> models) {
    this.models = List.copyOf(models);
    try {
      server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  /** Where it is. */
  public String url() {
    return "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort());
  }

  /** The next question that came; waits for it. */
  public Heard heard() {
    try {
      return heard.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many questions came that nobody has taken yet. */
  public int unheard() {
    return heard.size();
  }

  /** How many of its clients went before their answer was whole. */
  public int gone() {
    return gone.get();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try {
      var path = exchange.getRequestURI().getPath();
      var bytes = exchange.getRequestBody().readAllBytes();
      if (path.equals("/v1/models")) {
        send(exchange, 200, Json.write(list()));
        exchange.close();
        return;
      }
      var body =
          bytes.length == 0 ? JsonNodeFactory.instance.objectNode() : Json.mapper().readTree(bytes);
      heard.offer(new Heard(path, exchange.getRequestHeaders(), body));
      answer(exchange, path, body);
      exchange.close();
    } catch (IOException e) {
      // Not closed: that would end the answer in good order. The server cuts the connection.
      gone.incrementAndGet();
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, String path, JsonNode body)
      throws IOException, InterruptedException {
    var wire =
        switch (path) {
          case "/v1/chat/completions" -> new ChatWire();
          case "/v1/messages" -> new MessagesWire();
          default -> {
            plain(exchange, path, body);
            yield null;
          }
        };
    if (wire != null) {
      new Script(exchange, body, wire, stopped).play();
    }
  }

  private static void plain(HttpExchange exchange, String path, JsonNode body) throws IOException {
    switch (path) {
      case "/v1/embeddings" -> send(exchange, 200, Embeddings.of(body));
      case "/v1/messages/count_tokens" -> send(exchange, 200, "{\"input_tokens\": 42}");
      default -> send(exchange, 404, "{\"error\": {\"message\": \"no such path\"}}");
    }
  }

  private JsonNode list() {
    var list = JsonNodeFactory.instance.objectNode().put("object", "list");
    var data = list.putArray("data");
    models.forEach(name -> data.addObject().put("id", name).put("object", "model"));
    return list;
  }

  static void send(HttpExchange exchange, int status, String json) throws IOException {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    stopped.countDown();
    server.stop(0);
  }
}
