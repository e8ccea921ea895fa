package dev.godmode.worker.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.stream.LogLine.Source;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class RedactionTest {

  private static final String VALUE = "correct-horse";
  private static final Redaction REDACTION = new Redaction(Map.of("KEY", VALUE));

  @Test
  void a_value_is_replaced_by_its_name() {
    assertThat(REDACTION.apply("a " + VALUE + " b")).isEqualTo("a [redacted KEY] b");
  }

  @Test
  void a_value_in_base64_is_found_too() {
    var coded =
        Base64.getEncoder().encodeToString(VALUE.getBytes(StandardCharsets.UTF_8)).replace("=", "");

    assertThat(REDACTION.apply("x" + coded)).isEqualTo("x[redacted KEY]");
  }

  @Test
  void each_line_of_a_long_value_is_a_secret() {
    var redaction = new Redaction(Map.of("PEM", "-----BEGIN\nMIIEvgIBADAN\n-----END"));

    assertThat(redaction.apply("MIIEvgIBADAN")).isEqualTo("[redacted PEM]");
  }

  @Test
  void of_two_values_where_one_holds_the_other_nothing_of_either_is_left() {
    var redaction = new Redaction(Map.of("SHORT", "abcdef", "LONG", "abcdefghij"));

    assertThat(redaction.apply("abcdefghij")).isEqualTo("[redacted LONG]");
  }

  @Test
  void short_values_are_left_alone_they_stand_in_innocent_text() {
    assertThat(new Redaction(Map.of("YES", "yes")).apply("yes")).isEqualTo("yes");
  }

  /** However a stream is cut into reads and half lines, the value never leaves. */
  @Property(tries = 300)
  void a_value_that_comes_in_pieces_does_not_leave_in_pieces(
      @ForAll @AlphaChars @StringLength(max = 30) String before,
      @ForAll @AlphaChars @StringLength(max = 30) String after,
      @ForAll @IntRange(min = 1, max = 12) int cut)
      throws InterruptedException {
    var buffer = new LineBuffer(Source.STDOUT, REDACTION, () -> {});
    var bytes = (before + VALUE + after).getBytes(StandardCharsets.UTF_8);
    var shown = new StringBuilder();
    var now = 0L;
    for (var from = 0; from < bytes.length; from += cut) {
      var part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + cut));
      buffer.append(part, part.length, now);
      now += LineBuffer.HALF_LINE_WAITS.toNanos();
      buffer.drain(now).forEach(piece -> shown.append(piece.text()));
    }
    buffer.end().forEach(piece -> shown.append(piece.text()));

    assertThat(shown.toString()).isEqualTo(before + "[redacted KEY]" + after);
  }
}
