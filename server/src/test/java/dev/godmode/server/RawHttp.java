package dev.godmode.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Requests that no well-behaved client would send. */
final class RawHttp {

  private RawHttp() {}

  static String get(URI uri, String host, String authorization) {
    var auth = authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n";
    return send(
        uri,
        "GET %s HTTP/1.1\r\nHost: %s\r\n%sConnection: close\r\n\r\n"
            .formatted(uri.getPath(), host, auth));
  }

  /** Sends the text as it is, and nothing more, and reads until the server closes. */
  static String send(URI uri, String request) {
    try (var socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
