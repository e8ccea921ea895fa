package dev.godmode.adapters.otlp;

import dev.godmode.control.outbox.Away;
import dev.godmode.control.secret.SecretValue;
import dev.godmode.control.trace.CollectorAddress;
import dev.godmode.control.trace.TraceCollector;
import dev.godmode.protocol.trace.Span;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A collector that is posted to. Whoever asks it waits for it, and tries again themselves. */
public final class OtlpCollector implements TraceCollector {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Some hundred KiB: less than what any collector takes. */
  private static final int SPANS_AT_ONCE = 500;

  private static final Pattern HEADER = Pattern.compile("([A-Za-z0-9-]+):\\s*(\\S.*)");

  /**
   * Whose spans they are.
   *
   * @param fleet its fingerprint
   */
  public record Source(String fleet, String version) {

    private Resource resource() {
      return Resource.create(
          Attributes.builder()
              .put("service.name", "godmode")
              .put("service.version", version)
              .put("service.instance.id", fleet)
              .build());
    }
  }

  private final CollectorAddress address;
  private final OtlpHttpSpanExporter exporter;
  private final Resource resource;

  /** One that was asked nothing yet. */
  public OtlpCollector(CollectorAddress address, Optional<SecretValue> key, Source source) {
    this.address = address;
    this.resource = source.resource();
    var builder =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(address.endpoint())
            .setConnectTimeout(PATIENCE)
            .setTimeout(PATIENCE)
            .setCompression("gzip")
            .setRetryPolicy(null);
    key.ifPresent(
        secret -> {
          var header = HEADER.matcher(secret.reveal().strip());
          if (!header.matches()) {
            throw new Away(
                "the key of a collector of traces is a header in one line, 'Authorization: Bearer …', and the secret that GODMODE_OTLP_KEY names is not");
          }
          builder.addHeader(header.group(1), header.group(2));
        });
    this.exporter = builder.build();
  }

  @Override
  public void send(List<Span> spans) {
    for (var from = 0; from < spans.size(); from += SPANS_AT_ONCE) {
      post(spans.subList(from, Math.min(spans.size(), from + SPANS_AT_ONCE)));
    }
  }

  private void post(List<Span> spans) {
    var told = spans.stream().<SpanData>map(span -> OtlpSpan.of(span, resource)).toList();
    var result = exporter.export(told).join(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (!result.isSuccess()) {
      throw new Away(why(result));
    }
  }

  private String why(CompletableResultCode result) {
    var answer =
        result.getFailureThrowable() instanceof HttpExportException fault
            ? Optional.ofNullable(fault.getResponse())
            : Optional.<HttpResponse>empty();
    return answer
        .map(said -> "%s says HTTP %d".formatted(address, said.getStatusCode()))
        .orElseGet(() -> "no answer from " + address);
  }

  @Override
  public void close() {
    var _ = exporter.shutdown();
  }
}
