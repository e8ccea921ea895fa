package dev.godmode.adapters.otlp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

/** A collector as OTLP has it: it takes protobuf over HTTP, or says what its test wants it to. */
final class ScriptedCollector implements AutoCloseable {

  private final HttpServer http;
  private final List<ExportTraceServiceRequest> requests = new CopyOnWriteArrayList<>();
  final List<String> authorizations = new CopyOnWriteArrayList<>();

  /** What it answers. */
  final AtomicInteger status = new AtomicInteger(200);

  ScriptedCollector(int port) {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    http.createContext("/v1/traces", this::take);
    http.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange;
        var body = body(exchange)) {
      var request = ExportTraceServiceRequest.parseFrom(body);
      authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      if (status.get() == 200) {
        requests.add(request);
      }
      exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(status.get(), -1);
    }
  }

  private static InputStream body(HttpExchange exchange) throws IOException {
    return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
        ? new GZIPInputStream(exchange.getRequestBody())
        : exchange.getRequestBody();
  }

  int port() {
    return http.getAddress().getPort();
  }

  List<ExportTraceServiceRequest> requests() {
    return requests;
  }

  List<ResourceSpans> resources() {
    return requests.stream().flatMap(one -> one.getResourceSpansList().stream()).toList();
  }

  List<Span> spans() {
    return resources().stream()
        .flatMap(one -> one.getScopeSpansList().stream())
        .flatMap(one -> one.getSpansList().stream())
        .toList();
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
