/**
 * Spans on their way to a collector of traces, by OTLP over HTTP, as OpenTelemetry names things.
 */
@NullMarked
package dev.godmode.adapters.otlp;

import org.jspecify.annotations.NullMarked;
