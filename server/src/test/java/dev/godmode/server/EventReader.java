package dev.godmode.server;

import dev.godmode.protocol.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** Reads one stream of server-sent events. */
public final class EventReader implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 10;

  /** One event; the comment of a ping is its name. */
  public record Event(String id, String name, JsonNode data) {}

  private final BlockingQueue<Event> heard = new LinkedBlockingQueue<>();
  private final InputStream body;

  EventReader(HttpClient http, HttpRequest.Builder request) {
    try {
      var reply =
          http.send(
              request.header("Accept", "text/event-stream").build(),
              HttpResponse.BodyHandlers.ofInputStream());
      body = reply.body();
      if (reply.statusCode() != 200) {
        throw new AssertionError(
            reply.statusCode() + ": " + new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
      Thread.ofVirtual().start(this::read);
      await("ping");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void read() {
    try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      var id = "";
      var name = "";
      var data = "";
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id:")) {
          id = line.substring(3).strip();
        } else if (line.startsWith("event:")) {
          name = line.substring(6).strip();
        } else if (line.startsWith("data:")) {
          data = line.substring(5).strip();
        } else if (line.startsWith(":")) {
          name = line.substring(1).strip();
        } else if (line.isEmpty()) {
          heard.add(new Event(id, name, Json.tree(data.isEmpty() ? "null" : data)));
          id = "";
          name = "";
          data = "";
        }
      }
    } catch (IOException _) {
      // Closed by the test.
    }
    heard.add(new Event("", "closed", Json.tree("null")));
  }

  public Event next() {
    try {
      var event = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("no event came");
      }
      return event;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The next event of that name; others before it are passed over. */
  public Event await(String name) {
    while (true) {
      var event = next();
      if (event.name().equals(name)) {
        return event;
      }
      if (event.name().equals("closed")) {
        throw new AssertionError("closed before " + name);
      }
    }
  }

  /** The next journal entry of that kind. */
  public Event awaitEntry(String kind) {
    while (true) {
      var event = await("entry");
      if (event.data().get("kind").stringValue().equals(kind)) {
        return event;
      }
    }
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
