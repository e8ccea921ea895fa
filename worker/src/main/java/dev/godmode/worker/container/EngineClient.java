package dev.godmode.worker.container;

import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.godmode.protocol.json.Json;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Carries requests to an engine on its Unix socket, and knows the difference between an engine that
 * says no and one that says nothing. The library under it waits for ever, so each call has a limit
 * here.
 */
final class EngineClient implements AutoCloseable {

  /** For everything but pulling and waiting. */
  static final Duration CALL_LIMIT = Duration.ofSeconds(20);

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
  private static final int ANSWER_MAX_BYTES = 8 << 20;
  private static final int CONNECTIONS_MAX = 20_000;

  private final Path socket;
  private final DockerHttpClient http;

  EngineClient(Path socket) {
    this.socket = socket;
    this.http =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(URI.create("unix://" + socket))
            .maxConnections(CONNECTIONS_MAX)
            .connectionTimeout(CONNECT_LIMIT)
            .build();
  }

  JsonNode get(String path, Duration limit) throws IOException, InterruptedException {
    return call("GET", path, Optional.empty(), limit);
  }

  /**
   * Calls and reads the whole answer.
   *
   * @throws EngineDown when there is no answer within the limit
   * @throws EngineRefusal when the answer is no
   */
  JsonNode call(String method, String path, Optional<Object> body, Duration limit)
      throws IOException, InterruptedException {
    return within(
        limit,
        () -> {
          try (var response = send(method, path, body)) {
            return answer(response);
          }
        });
  }

  /** Calls for an answer that goes on; whoever gets it closes it. */
  InputStream open(String method, String path) throws IOException, InterruptedException {
    return within(
        CALL_LIMIT,
        () -> {
          var response = send(method, path, Optional.empty());
          if (response.getStatusCode() >= 300) {
            try (response) {
              var _ = answer(response);
            }
          }
          return new Open(response);
        });
  }

  private Response send(String method, String path, Optional<Object> body) {
    var request =
        Request.builder()
            .method(method)
            .path(path)
            // A connection of before the engine's restart would fail the next call.
            .putHeader("Connection", "close");
    body.ifPresent(
        value ->
            request
                .putHeader("Content-Type", "application/json")
                .bodyBytes(Json.write(value).getBytes(StandardCharsets.UTF_8)));
    return http.execute(request.build());
  }

  private static JsonNode answer(Response response) throws IOException {
    var text = new String(response.getBody().readNBytes(ANSWER_MAX_BYTES), StandardCharsets.UTF_8);
    if (response.getStatusCode() >= 300 && response.getStatusCode() != 304) {
      throw new EngineRefusal(response.getStatusCode(), message(text));
    }
    return tree(text);
  }

  /** The last document: an answer that tells of progress has many, one a line. */
  private static JsonNode tree(String text) {
    var last = text.strip().lines().reduce("{}", (_, line) -> line);
    try {
      return Json.tree(last.isBlank() ? "{}" : last);
    } catch (JacksonException e) {
      return Json.tree("{}");
    }
  }

  private static String message(String text) {
    var said = tree(text).path("message").asString("");
    return said.isBlank() ? text.strip() : said;
  }

  private <T> T within(Duration limit, Callable<T> call) throws IOException, InterruptedException {
    var task = new FutureTask<>(call);
    Thread.ofVirtual().name("engine-call").start(task);
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new EngineDown(
          "the container engine at %s has not answered within %d s"
              .formatted(socket, limit.toSeconds()));
    } catch (InterruptedException e) {
      task.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EngineRefusal refusal) {
        throw refusal;
      }
      throw down(e);
    }
  }

  private EngineDown down(ExecutionException fault) {
    Throwable root = fault;
    for (var cause = root.getCause(); cause != null; cause = root.getCause()) {
      root = cause;
    }
    return new EngineDown(
        "the container engine at %s does not answer: %s".formatted(socket, root.getMessage()));
  }

  @Override
  public void close() {
    try {
      http.close();
    } catch (IOException e) {
      // Its connections are gone already.
    }
  }

  /** A body that takes its connection with it. */
  private static final class Open extends FilterInputStream {

    private final Response response;

    Open(Response response) {
      super(response.getBody());
      this.response = response;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      try {
        return in.read(into, from, length);
      } catch (RuntimeException e) {
        throw new IOException(e);
      }
    }

    @Override
    public void close() {
      response.close();
    }
  }
}
