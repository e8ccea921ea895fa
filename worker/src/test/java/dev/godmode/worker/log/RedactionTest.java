package dev.godmode.worker.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.LogChunks;
import dev.godmode.protocol.stream.LogLine.Source;
import dev.godmode.protocol.text.Redaction;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

  /** Letters, digits and what encodings have their way with. */
  private static final String ODD = "p=ss/w0rd+h0rse\"42";

  static Stream<Arguments> writings() {
    var bytes = ODD.getBytes(StandardCharsets.UTF_8);
    var hex = HexFormat.of();
    return Stream.of(
        Arguments.of("base64", base64("", Base64.getEncoder())),
        Arguments.of("base64, one byte later", base64("a", Base64.getEncoder())),
        Arguments.of("base64, two bytes later", base64("ab", Base64.getEncoder())),
        Arguments.of("base64 for URLs", base64("ab", Base64.getUrlEncoder())),
        Arguments.of(
            "base64 in short lines",
            base64("abc", Base64.getMimeEncoder(8, "\n".getBytes(StandardCharsets.US_ASCII)))),
        Arguments.of("hex", hex.formatHex(bytes)),
        Arguments.of("hex in capitals", hex.withUpperCase().formatHex(bytes)),
        Arguments.of("a dump", HexFormat.ofDelimiter(" ").formatHex(bytes)),
        Arguments.of("a fingerprint", HexFormat.ofDelimiter(":").withUpperCase().formatHex(bytes)),
        Arguments.of("escapes", HexFormat.of().withPrefix("\\x").formatHex(bytes)),
        Arguments.of("an array", HexFormat.ofDelimiter(", ").withPrefix("0x").formatHex(bytes)),
        Arguments.of("numbers", Arrays.toString(bytes)),
        Arguments.of("a query", URLEncoder.encode(ODD, StandardCharsets.UTF_8)),
        Arguments.of("all of it for a URL", hex.withPrefix("%").withUpperCase().formatHex(bytes)),
        Arguments.of("JSON", ODD.replace("\"", "\\\"")),
        Arguments.of(
            "JSON, all escaped",
            ODD.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining())),
        Arguments.of("spaced", String.join(" ", ODD.split("", -1))),
        Arguments.of("a letter a line", String.join("\n", ODD.split("", -1))),
        Arguments.of("pieces", "p=ss/w0\" + 'rd+h0' + \"rse\"42"));
  }

  /** "abc" and "after" in base64, with their padding. */
  private static final int NEIGHBOURS = 14;

  private static String base64(String before, Base64.Encoder encoder) {
    return encoder.encodeToString((before + ODD + "after").getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("writings")
  void however_a_value_is_written_it_is_cut_out(String how, String written) {
    var text = "before " + written + " behind\n";

    var clean = new Redaction(Map.of("KEY", ODD)).apply(text);

    assertThat(clean)
        .as(how)
        .startsWith("before ")
        .endsWith(" behind\n")
        .contains("[redacted KEY]");
    assertThat(clean.lines().count()).isEqualTo(text.lines().count());
    assertThat(rest(clean)).as(how).hasSizeLessThanOrEqualTo(NEIGHBOURS);
  }

  /** What is left between the words around it: padding, and neighbours that base64 mixes in. */
  private static String rest(String clean) {
    return clean.replaceAll("before | behind|\\[redacted KEY]|\\s", "");
  }

  @Test
  void letters_of_any_script_are_found_escaped_too() {
    var escaped = "пароль".chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining());

    assertThat(new Redaction(Map.of("KEY", "пароль")).apply(escaped)).isEqualTo("\\[redacted KEY]");
  }

  @Test
  void innocent_text_is_left_as_it_is() {
    var text =
        "Compiled 42 files.\n\tat p.ss(w0rd.java:42)\n{\"h0rse\": [1, 2, 3]}\n====\n\n0f1e2d 63 6f\n";

    assertThat(new Redaction(Map.of("KEY", ODD, "OTHER", "hunter2x")).apply(text)).isEqualTo(text);
  }

  @Property(tries = 200)
  void of_a_value_where_a_text_was_cut_short_no_four_letters_are_left(
      @ForAll @AlphaChars @StringLength(max = 40) String before,
      @ForAll @IntRange(min = 4, max = 12) int left,
      @ForAll @CharRange(from = 'A', to = 'Z') @StringLength(max = 40) String behind) {
    var text = before + " " + VALUE.substring(0, left) + "… " + behind;

    assertThat(REDACTION.apply(text)).isEqualTo(before + " [redacted KEY]… " + behind);
  }

  @Test
  void what_goes_on_with_a_value_behind_the_mark_goes_with_it() {
    assertThat(REDACTION.apply("a correct-hors… e")).isEqualTo("a [redacted KEY]");
  }

  @Test
  void a_value_in_base64_that_was_cut_short_is_found_too() {
    var coded = Base64.getEncoder().encodeToString(VALUE.getBytes(StandardCharsets.UTF_8));

    assertThat(REDACTION.apply("x" + coded.substring(0, 9) + "…")).isEqualTo("x[redacted KEY]…");
  }

  @Test
  void what_only_ends_with_a_value_s_first_letters_is_left_as_it_is() {
    assertThat(REDACTION.apply("loading… and cor… and so corre")).contains("loading… and cor… and");
  }

  @Test
  void a_value_in_pieces_over_the_lines_of_what_is_said_at_once_is_cut_out() {
    var said = new ArrayList<String>();
    try (var pump =
        new LogPump(
            InstantSource.system(),
            REDACTION,
            chunk -> LogChunks.decode(chunk).forEach(line -> said.add(line.text())))) {
      pump.say(Source.STDOUT, "a\ncorrect-\nhorse\nb");
    }

    assertThat(said).containsExactly("a", "[redacted KEY]", "", "b");
  }

  private static List<String> drained(LineBuffer buffer, long now) {
    return buffer.drain(now).stream().map(LineBuffer.Piece::text).toList();
  }

  private static void print(LineBuffer buffer, String text, long now) throws InterruptedException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    buffer.append(bytes, bytes.length, now);
  }

  @Test
  void a_value_that_is_split_over_lines_is_cut_out_of_each() throws InterruptedException {
    var buffer = new LineBuffer(Source.STDOUT, REDACTION, () -> {});
    print(buffer, "a\ncorrect-\nhorse\nb\n", 0);

    assertThat(drained(buffer, 0)).containsExactly("a", "[redacted KEY]", "", "b");
  }

  @Test
  void a_line_that_may_be_the_beginning_waits_for_the_next_one_but_not_for_ever()
      throws InterruptedException {
    var buffer = new LineBuffer(Source.STDOUT, REDACTION, () -> {});
    print(buffer, "one\ncorrect-\n", 0);
    assertThat(drained(buffer, 0)).containsExactly("one");
    print(buffer, "horse\n", 1);
    assertThat(drained(buffer, 1)).containsExactly("[redacted KEY]", "");

    print(buffer, "correct-\n", 2);
    assertThat(drained(buffer, 2)).isEmpty();
    assertThat(drained(buffer, 2 + LineBuffer.HALF_LINE_WAITS.toNanos()))
        .containsExactly("correct-");
  }

  @Test
  void of_a_value_whose_beginning_has_left_the_rest_does_not_follow() throws InterruptedException {
    var buffer = new LineBuffer(Source.STDOUT, REDACTION, () -> {});
    print(buffer, "cor\n", 0);
    assertThat(drained(buffer, 0)).containsExactly("cor");

    print(buffer, "rect-horse battery\n", 1);

    assertThat(drained(buffer, 1)).containsExactly("[redacted KEY] battery");
  }

  @Test
  void what_is_held_comes_at_the_end() throws InterruptedException {
    var buffer = new LineBuffer(Source.STDOUT, REDACTION, () -> {});
    print(buffer, "correct-\n", 0);
    assertThat(drained(buffer, 0)).isEmpty();

    assertThat(buffer.end()).extracting(LineBuffer.Piece::text).containsExactly("correct-");
  }

  /** Whatever stands between its letters, and wherever reads and drains cut it. */
  @Property(tries = 300)
  void a_value_in_pieces_over_lines_leaves_no_piece_of_four_letters(
      @ForAll @IntRange(min = 1, max = 12) int piece, @ForAll @IntRange(min = 1, max = 9) int cut)
      throws InterruptedException {
    var buffer = new LineBuffer(Source.STDOUT, REDACTION, () -> {});
    var printed = "x " + String.join("\n", VALUE.split("(?<=\\G.{" + piece + "})", -1)) + " y\n";
    var shown = new StringBuilder();
    for (var from = 0; from < printed.length(); from += cut) {
      print(buffer, printed.substring(from, Math.min(printed.length(), from + cut)), from);
      drained(buffer, from).forEach(shown::append);
    }
    buffer.end().forEach(one -> shown.append(one.text()));

    for (var from = 0; from + 4 <= VALUE.length(); from++) {
      assertThat(shown.toString()).doesNotContain(VALUE.substring(from, from + 4));
    }
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
