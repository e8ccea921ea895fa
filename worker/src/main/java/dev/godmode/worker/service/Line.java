package dev.godmode.worker.service;

import dev.godmode.protocol.service.FromNode;
import dev.godmode.protocol.service.ServiceProtocol;
import dev.godmode.protocol.service.ToNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.Function;

/**
 * A line to control: carries questions to this machine's servers, one at a time, and their answers
 * back as they come. When control ends it, its thread is interrupted, and with that what it waits
 * for on this machine.
 */
final class Line {

  private final ControlSocket control;
  private final HttpClient local;
  private final Function<String, Optional<URI>> servers;

  /**
   * An open line.
   *
   * @param servers where a service is, up to its version; empty when it is not offered
   */
  Line(ControlSocket control, HttpClient local, Function<String, Optional<URI>> servers) {
    this.control = control;
    this.local = local;
    this.servers = servers;
  }

  /** Carries calls until it is over. */
  void carryOn() throws IOException, InterruptedException {
    try {
      while (true) {
        switch (control.take()) {
          case ControlSocket.Said(ToNode.Ask ask) -> carry(ask);
          case ControlSocket.Over(var why) -> throw new IOException(why);
          case ControlSocket.Said _, ControlSocket.Piece _, ControlSocket.Nudged _ ->
              throw new IOException("control says what does not belong on a line");
        }
      }
    } finally {
      control.end();
    }
  }

  private void carry(ToNode.Ask ask) throws IOException, InterruptedException {
    var body =
        ask.body().isPresent() ? Optional.of(body(ask.body().get())) : Optional.<byte[]>empty();
    var server = servers.apply(ask.service());
    if (server.isEmpty()) {
      control.say(new FromNode.NotReached("'%s' is not offered any more".formatted(ask.service())));
      return;
    }
    var where = server.get().getAuthority();
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> reply;
    try {
      reply = local.send(request(server.get(), ask, body), BodyHandlers.ofPublisher());
    } catch (ConnectException | HttpConnectTimeoutException _) {
      control.say(new FromNode.NotReached("nothing listens at %s on its node".formatted(where)));
      return;
    } catch (IOException _) {
      control.say(
          new FromNode.BrokeOff("%s on its node broke off before it answered".formatted(where)));
      return;
    }
    try (var pieces = Pieces.of(reply.body())) {
      control.say(new FromNode.Begun(reply.statusCode(), retryAfter(reply)));
      control.say(passedOn(pieces, where));
    }
  }

  /** All of it, before anything is asked: what is asked is asked as a whole. */
  private byte[] body(int length) throws IOException, InterruptedException {
    var whole = ByteBuffer.allocate(length);
    do {
      if (!(control.take() instanceof ControlSocket.Piece(var bytes))
          || bytes.remaining() > whole.remaining()) {
        throw new IOException("control sent no whole question");
      }
      whole.put(bytes);
    } while (whole.hasRemaining());
    return whole.array();
  }

  private static HttpRequest request(URI server, ToNode.Ask ask, Optional<byte[]> body) {
    var request =
        HttpRequest.newBuilder(URI.create(server + ask.path()))
            .header("Accept", "application/json, text/event-stream");
    ask.headers().forEach(request::header);
    body.ifPresent(
        bytes ->
            request
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(bytes)));
    return request.build();
  }

  private static Optional<Duration> retryAfter(HttpResponse<?> reply) {
    return reply
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("\\d{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  /** Piece by piece; what control does not take yet is not read either. */
  private FromNode passedOn(Pieces pieces, String where) throws IOException, InterruptedException {
    while (true) {
      switch (pieces.take()) {
        case Pieces.Bytes(var all) -> passOn(all);
        case Pieces.Over(var whole) -> {
          return whole
              ? new FromNode.Ended()
              : new FromNode.BrokeOff("the connection to %s on its node broke".formatted(where));
        }
      }
    }
  }

  private void passOn(List<ByteBuffer> all) throws IOException {
    for (var bytes : all) {
      while (bytes.hasRemaining()) {
        var length = Math.min(bytes.remaining(), ServiceProtocol.PIECE_MAX_BYTES);
        control.send(bytes.slice(bytes.position(), length));
        bytes.position(bytes.position() + length);
      }
    }
  }
}
