package dev.godmode.server.inference;

import dev.godmode.control.inference.ModelServer.Answer;
import dev.godmode.control.inference.ModelServer.Answered;
import dev.godmode.control.inference.ModelServer.Ask;
import dev.godmode.control.inference.ModelServer.Broken;
import dev.godmode.control.inference.ModelServer.Bytes;
import dev.godmode.control.inference.ModelServer.End;
import dev.godmode.control.inference.ModelServer.Lost;
import dev.godmode.control.inference.ModelServer.NotSent;
import dev.godmode.control.inference.ModelServer.Silence;
import dev.godmode.control.inference.Provider;
import dev.godmode.control.inference.Relay;
import dev.godmode.protocol.api.ReplicaViews;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Route;
import dev.godmode.server.http.SlowClients;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Passes what a replica asks a provider on a node, and its answer, byte for byte. What a status
 * cannot say stands in a header: whether the question was sent at all.
 */
final class RelayRoutes {

  private static final long BODY_MAX_BYTES = 32L << 20;
  private static final String BYTES = "application/octet-stream";
  private static final Duration LOOKED_EVERY = Duration.ofSeconds(2);
  private static final String PATH = ReplicaViews.PATH + "/nodes/{node}/{service}/{+path}";

  private static final Set<String> OF_CONNECTIONS =
      Set.of(
          "accept",
          "accept-encoding",
          "authorization",
          "connection",
          "content-length",
          "content-type",
          "expect",
          "host",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "user-agent");

  private final Relay relay;
  private final SlowClients slow;

  RelayRoutes(Relay relay, SlowClients slow) {
    this.relay = relay;
    this.slow = slow;
  }

  List<Route> routes() {
    return List.of(
        Route.get(PATH, "Ask a provider on a node what it has")
            .replicas()
            .writes(BYTES, call -> pass(call, Optional.empty())),
        Route.post(PATH, "Ask a provider on a node")
            .replicas()
            .passesOn(BODY_MAX_BYTES)
            .writes(BYTES, call -> pass(call, Optional.of(ByteBuffer.wrap(call.bytes())))));
  }

  private void pass(Call call, Optional<ByteBuffer> body) {
    var name = "%s/%s".formatted(call.path("node"), call.path("service"));
    var ask = new Ask("/" + call.path("path"), body, headers(call));
    switch (relay.ask(name, ask)) {
      case NotSent(var why) -> fail(call, ReplicaViews.NOT_SENT, why, Status.BAD_GATEWAY_502);
      case Lost(var why, var late) ->
          fail(
              call,
              ReplicaViews.LOST,
              why,
              late ? Status.GATEWAY_TIMEOUT_504 : Status.BAD_GATEWAY_502);
      case Answered(var answer) -> {
        try (answer) {
          pass(call, answer);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** Those that are the question's, and not of the connection that it came by. */
  private static Map<String, String> headers(Call call) {
    return call.headers().entrySet().stream()
        .filter(header -> !OF_CONNECTIONS.contains(header.getKey()))
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey, header -> String.join(", ", header.getValue())));
  }

  private static void fail(Call call, String header, String why, Status status) {
    call.header(header, why.replaceAll("[^ -~]", "?"));
    call.fail(status);
    call.send(BYTES, why.getBytes(StandardCharsets.UTF_8));
  }

  private void pass(Call call, Answer answer) throws IOException {
    call.fail(Status.create(answer.status()));
    answer
        .retryAfter()
        .ifPresent(pause -> call.header("Retry-After", Long.toString(pause.toSeconds())));
    var heard = System.nanoTime();
    try (var out = new PatientOutput(call.stream(BYTES), slow)) {
      while (true) {
        switch (answer.next(LOOKED_EVERY)) {
          case Bytes(var bytes) -> {
            heard = System.nanoTime();
            out.write(array(bytes));
          }
          case Silence _ -> {
            call.requireAdmitted();
            if (System.nanoTime() - heard > Provider.USUAL_PATIENCE.toNanos()) {
              throw new CloseConnectionException("the provider said nothing for too long");
            }
          }
          case End _ -> {
            return;
          }
          case Broken(var why) -> throw new CloseConnectionException("it broke off: " + why);
        }
      }
    }
  }

  private static byte[] array(ByteBuffer bytes) {
    var all = new byte[bytes.remaining()];
    bytes.duplicate().get(all);
    return all;
  }
}
