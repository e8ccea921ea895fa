package dev.godmode.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.protocol.stream.LogChunk;
import dev.godmode.protocol.stream.LogLine;
import dev.godmode.protocol.stream.LogLine.Source;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogChunksTest {

  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  @Test
  void lines_with_colours_returns_and_other_scripts_come_back_as_they_were() {
    var lines =
        List.of(
            new LogLine(7, NOON, Source.STDOUT, "\u001b[32mgreen\u001b[0m 10%\r20%", false),
            new LogLine(8, NOON, Source.STDERR, "שלום 世界 \u2028 end", true));

    var chunk = LogChunks.encode(3, lines);

    assertThat(chunk.firstLine()).isEqualTo(7);
    assertThat(chunk.lines()).isEqualTo(2);
    assertThat(LogChunks.decode(chunk)).isEqualTo(lines);
  }

  @Test
  void a_chunk_that_unpacks_to_too_much_is_refused() {
    var bomb =
        LogChunks.encode(
            1,
            List.of(
                new LogLine(
                    1, NOON, Source.STDOUT, "0".repeat(LogChunks.UNPACKED_MAX_BYTES), false)));

    assertThatThrownBy(() -> LogChunks.decode(bomb)).hasMessageContaining("unpacks to more");
  }

  @Test
  void a_damaged_chunk_is_refused() {
    assertThatThrownBy(() -> LogChunks.decode(new LogChunk(1, 1, 1, "bm90IGd6aXA=")))
        .hasMessageContaining("damaged");
  }
}
