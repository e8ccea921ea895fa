package dev.godmode.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogLinesTest {

  private final LogLines lines = new LogLines(ZoneOffset.UTC);

  private static LogRecord record(String message, Object... words) {
    var logged = new LogRecord(Level.WARNING, message);
    logged.setInstant(Instant.parse("2026-11-26T10:00:00.123Z"));
    logged.setLoggerName("fleet");
    logged.setParameters(words);
    return logged;
  }

  @Test
  void a_record_is_a_line() {
    assertThat(lines.format(record("stream closed node={0}", "forge")))
        .isEqualTo("2026-11-26T10:00:00.123 WARNING fleet stream closed node=forge\n");
  }

  @Test
  void what_somebody_wrote_into_it_begins_no_line_and_moves_no_cursor() {
    var forged = "bye\r\n2026-11-26T10:00:00.124 INFO gate owner logged in\u001b[2K\u001b[1A";

    assertThat(lines.format(record("stream closed reason={0}", forged)))
        .isEqualTo(
            """
            2026-11-26T10:00:00.123 WARNING fleet stream closed reason=bye␍
                2026-11-26T10:00:00.124 INFO gate owner logged in␛[2K␛[1A
            """);
  }

  @Test
  void a_fault_is_indented_below_it() {
    var logged = record("duty failed");
    logged.setThrown(new IllegalStateException("no\nluck"));

    var below = lines.format(logged).lines().skip(1).toList();

    assertThat(below).hasSizeGreaterThan(2).allMatch(line -> line.startsWith("    "));
    assertThat(below).element(0).asString().contains("IllegalStateException: no");
  }
}
