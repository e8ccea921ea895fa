package dev.godmode.adapters.otlp;

import dev.godmode.protocol.trace.Span;
import dev.godmode.protocol.trace.TraceContext;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationLibraryInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A span as the exporter wants it: made from what was, and not from what a tracer sees now. */
record OtlpSpan(Span span, Resource resource, Attributes attributes) implements SpanData {

  private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("godmode");

  static OtlpSpan of(Span span, Resource resource) {
    return new OtlpSpan(span, resource, Conventions.attributes(span));
  }

  private static SpanContext context(TraceContext place) {
    return SpanContext.create(
        place.trace(), place.span(), TraceFlags.getSampled(), TraceState.getDefault());
  }

  private static long nanos(Instant at) {
    return TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano();
  }

  @Override
  public String getName() {
    return Conventions.name(span);
  }

  @Override
  public SpanKind getKind() {
    return Conventions.kind(span);
  }

  @Override
  public SpanContext getSpanContext() {
    return context(span.at());
  }

  @Override
  public SpanContext getParentSpanContext() {
    return span.parent()
        .map(parent -> context(new TraceContext(span.at().trace(), parent)))
        .orElseGet(SpanContext::getInvalid);
  }

  @Override
  public StatusData getStatus() {
    return span.failed() ? StatusData.error() : StatusData.unset();
  }

  @Override
  public long getStartEpochNanos() {
    return nanos(span.beganAt());
  }

  @Override
  public long getEndEpochNanos() {
    return nanos(span.endedAt().orElseThrow());
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public List<EventData> getEvents() {
    return List.of();
  }

  @Override
  public List<LinkData> getLinks() {
    return span.cause().map(cause -> LinkData.create(context(cause))).stream().toList();
  }

  @Override
  public boolean hasEnded() {
    return true;
  }

  @Override
  public int getTotalRecordedEvents() {
    return 0;
  }

  @Override
  public int getTotalRecordedLinks() {
    return getLinks().size();
  }

  @Override
  public int getTotalAttributeCount() {
    return attributes.size();
  }

  @Override
  @SuppressWarnings("deprecation") // what the interface still asks for
  public InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
    return InstrumentationLibraryInfo.empty();
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return SCOPE;
  }

  @Override
  public Resource getResource() {
    return resource;
  }
}
