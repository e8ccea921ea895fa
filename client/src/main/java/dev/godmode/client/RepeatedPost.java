package dev.godmode.client;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The same call over and over, for whoever measures: on the caller's own thread and with as little
 * work as can be, for the processor that it takes is missing to what is measured. Several threads
 * may send at once, each over a connection that is kept.
 */
public final class RepeatedPost {

  private final URL url;
  private final Optional<String> token;
  private final byte[] body;

  /** Posts JSON to an address. */
  public RepeatedPost(URI address, Optional<String> token, String body) {
    try {
      this.url = address.toURL();
    } catch (IOException e) {
      throw new IllegalArgumentException(address + " is no address", e);
    }
    this.token = token;
    this.body = body.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Sends it once, and waits for the answer.
   *
   * @throws Unreachable when there is none, or it is not one of success
   */
  public void send() {
    try {
      var connection = (HttpURLConnection) url.openConnection();
      connection.setRequestMethod("POST");
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(body.length);
      connection.setRequestProperty("Content-Type", "application/json");
      token.ifPresent(secret -> connection.setRequestProperty("Authorization", "Bearer " + secret));
      try (var out = connection.getOutputStream()) {
        out.write(body);
      }
      try (var in = connection.getInputStream()) {
        in.readAllBytes(); // a connection is kept when its answer was read to the end
      }
    } catch (IOException e) {
      throw new Unreachable("the call to %s failed: %s".formatted(url, e.getMessage()), e);
    }
  }
}
