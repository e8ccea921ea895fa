package dev.godmode.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real HTTP server on loopback that answers what a test tells it to. */
final class ScriptedControl implements AutoCloseable {

  private record Answer(int status, List<String> bodies) {
    String next() {
      return bodies.size() > 1 ? bodies.removeFirst() : bodies.getFirst();
    }
  }

  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> shown = new CopyOnWriteArrayList<>();
  private final List<String> spans = new CopyOnWriteArrayList<>();
  private final List<String> sent = new CopyOnWriteArrayList<>();

  ScriptedControl() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .ifPresent(shown::add);
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("traceparent"))
                .ifPresent(spans::add);
            var sentNow = exchange.getRequestBody().readAllBytes();
            if (sentNow.length > 0) {
              sent.add(new String(sentNow, StandardCharsets.UTF_8));
            }
            var answer =
                answers.getOrDefault(
                    exchange.getRequestURI().getPath(),
                    answer(404, "{\"code\":\"not_found\",\"detail\":\"no such thing\"}"));
            var body = answer.next().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  private static Answer answer(int status, String... bodies) {
    return new Answer(status, new ArrayList<>(List.of(bodies)));
  }

  /** One body after the other; the last again and again. */
  void on(String path, int status, String... bodies) {
    answers.put(path, answer(status, bodies));
  }

  /** What was shown at each call, in their order. */
  List<String> shown() {
    return List.copyOf(shown);
  }

  /** The spans that calls said they were part of, in their order. */
  List<String> spans() {
    return List.copyOf(spans);
  }

  /** The bodies that were sent, in their order. */
  List<String> sent() {
    return List.copyOf(sent);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
