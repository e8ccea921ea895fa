package dev.godmode.server.http;

import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.protocol.trace.TraceContext;
import dev.godmode.server.identity.Principal;
import dev.godmode.server.network.Introduced;
import io.helidon.http.Status;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.sse.SseSink;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One request on its way through its route, and the answer to it. */
public final class Call {

  /**
   * Who asks.
   *
   * @param cause as the journal names them, with the line of the policy that lets them
   * @param introduced whom the network says they are
   */
  record Caller(Principal by, String cause, Supplier<Introduced> introduced) {}

  private final Route route;
  private final Caller caller;
  private final BooleanSupplier admitted;
  private final Exchange exchange;
  private Status status;

  Call(Route route, Caller caller, BooleanSupplier admitted, Exchange exchange) {
    this.route = route;
    this.caller = caller;
    this.admitted = admitted;
    this.exchange = exchange;
    this.status = route.status();
  }

  /** Who asks. */
  public Principal principal() {
    return caller.by();
  }

  /** Who asks, as the ledger names them. */
  public String by() {
    return caller.by().name();
  }

  /** The same with the line of the policy that lets them: for what goes into the journal. */
  public String cause() {
    return caller.cause();
  }

  /** Whom the network says they are, whatever they show; asked anew each time. */
  public Introduced introduced() {
    return caller.introduced().get();
  }

  public String path(String name) {
    return exchange.path(name);
  }

  /** The path as it is on the wire, nothing decoded. */
  public String rawPath() {
    return exchange.rawPath();
  }

  /** The query as it is on the wire; empty when there is none. */
  public String rawQuery() {
    return exchange.rawQuery();
  }

  /** "GET". */
  public String method() {
    return exchange.method();
  }

  /** All headers, by their names in lower case. */
  public Map<String, List<String>> headers() {
    return exchange.headers();
  }

  /** Whether it came in encrypted. */
  public boolean isSecure() {
    return exchange.isSecure();
  }

  public Optional<String> query(String name) {
    return exchange.query(name).filter(value -> !value.isEmpty());
  }

  public Optional<String> header(String name) {
    return exchange.header(name);
  }

  /** In which span the caller asks, where it tells one. */
  public Optional<TraceContext> span() {
    return header(TraceContext.HEADER).flatMap(TraceContext::parse);
  }

  /** A whole number of the query, within bounds. */
  public long number(String name, long usual, long min, long max) {
    return query(name).map(text -> number(name, text, min, max)).orElse(usual);
  }

  private static long number(String name, String text, long min, long max) {
    try {
      var value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException _) {
      // Said below, with the bounds.
    }
    throw Refusal.invalid(
        "'%s' must be a whole number from %d to %d, was '%s'".formatted(name, min, max, text));
  }

  /** The JSON body, strictly read. */
  public <T> T body(Class<T> type) {
    return RequestReader.read(type, bytes());
  }

  /** A JSON body that was taken with {@link #bytes}. */
  public <T> T read(Class<T> type, byte[] body) {
    return RequestReader.read(type, body);
  }

  /** The body, or what stands for it when it is empty. */
  public <T> T bodyOr(Class<T> type, T absent) {
    var bytes = bytes();
    return bytes.length == 0 ? absent : RequestReader.read(type, bytes);
  }

  /** The whole body, up to what the route takes. */
  public byte[] bytes() {
    return exchange.body(route.request().orElseThrow().maxBytes());
  }

  /** A misspelt parameter must not be taken for an absent one. */
  void requireKnownQuery() {
    if (route.passes()) {
      return;
    }
    var known =
        route.parameters().stream()
            .filter(parameter -> parameter.place() == Parameter.Place.QUERY)
            .map(Parameter::name)
            .toList();
    for (var name : exchange.queryNames()) {
      if (!known.contains(name)) {
        throw Refusal.invalid(
            "there is no query parameter '%s' here%s; known are %s"
                .formatted(name, Spelling.hint(name, known), known));
      }
    }
  }

  public void header(String name, String value) {
    exchange.header(name, value);
  }

  void json(Object answer) {
    send(Content.JSON, Json.mapper().writeValueAsBytes(answer));
  }

  void done() {
    exchange.header("Cache-Control", "no-store");
    exchange.send(Status.NO_CONTENT_204);
  }

  /** The whole answer at once. */
  public void send(String mediaType, byte[] bytes) {
    exchange.send(status, mediaType, bytes);
  }

  /** An answer without a body. */
  public void send(Status status) {
    exchange.send(status);
  }

  /** The answer will have this status, not the route's usual one. */
  public void fail(Status other) {
    status = other;
  }

  /** The answer bit by bit; the caller closes the stream. */
  public OutputStream stream(String mediaType) {
    return exchange.stream(status, mediaType);
  }

  /** Ends a long answer as soon as who asked for it may not have it any more. */
  public void requireAdmitted() {
    if (!admitted.getAsBoolean()) {
      throw new CloseConnectionException("it may be seen no more");
    }
  }

  /** The answer as server-sent events. */
  public Events events() {
    return new Events(exchange.events(), admitted);
  }

  /**
   * An open stream of server-sent events; faults of the connection come out as exceptions. Whoever
   * may not see it any more is told nothing more: that is asked again and again.
   */
  public static final class Events implements AutoCloseable {

    /** A role that is taken away acts within this. */
    private static final long ASKED_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final SseSink sink;
    private final BooleanSupplier admitted;
    private long askedNanos = System.nanoTime();

    private Events(SseSink sink, BooleanSupplier admitted) {
      this.sink = sink;
      this.admitted = admitted;
    }

    private void requireAdmitted() {
      if (System.nanoTime() - askedNanos > ASKED_EVERY_NANOS) {
        askedNanos = System.nanoTime();
        if (!admitted.getAsBoolean()) {
          throw new CloseConnectionException("it may be seen no more");
        }
      }
    }

    public void emit(String name, Object data) {
      requireAdmitted();
      sink.emit(SseEvent.builder().name(name).data(Json.write(data)).build());
    }

    public void emit(long id, String name, Object data) {
      requireAdmitted();
      sink.emit(SseEvent.builder().id(Long.toString(id)).name(name).data(Json.write(data)).build());
    }

    /** Tells both sides that the connection lives. */
    public void ping() {
      sink.emit(SseEvent.builder().comment("ping").build());
    }

    @Override
    public void close() {
      sink.close();
    }
  }

  public Optional<String> cookie(String name) {
    return exchange.cookie(name);
  }
}
