package dev.godmode.server;

import dev.godmode.server.network.Network;
import dev.godmode.testkit.InMemoryTailnet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** What control listens on in a test, and how it is asked. */
final class TestNetwork {

  private TestNetwork() {}

  /** On a tailnet as it is where tailscaled hands connections on by loopback. */
  static Network of(ServerSettings settings, InMemoryTailnet tailnet) {
    return settings.tailnet().mode().isEmpty()
        ? Network.plain(tailnet, "127.0.0.1")
        : new Network(
            tailnet,
            settings.tailnet().mode().get(),
            "127.0.0.1",
            List.of("100.64.0.1", "forge.tail1234.ts.net"),
            List.of("127.0.0.1"),
            true);
  }

  static <T> HttpResponse<T> send(
      HttpClient http, HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
