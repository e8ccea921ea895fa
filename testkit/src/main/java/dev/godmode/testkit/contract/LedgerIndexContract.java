package dev.godmode.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.ledger.LedgerIndex;
import dev.godmode.control.ledger.LedgerIndex.Block;
import dev.godmode.control.ledger.LedgerIndex.Lookup;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an index of the ledger promises. */
public abstract class LedgerIndexContract {

  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int BLOCK = LedgerIndex.BLOCK;

  /** The same index, empty at first, at each call within one test. */
  protected abstract LedgerIndex index();

  @Test
  void an_empty_index_finds_nothing() {
    assertThat(index().blocks()).isZero();
    assertThat(find("kind:odd")).isEmpty();
  }

  @Test
  void entries_are_found_newest_first_over_blocks() {
    index().write(block(0));
    index().write(block(1));

    assertThat(index().blocks()).isEqualTo(2);
    assertThat(find("kind:odd"))
        .startsWith(2L * BLOCK, 2L * BLOCK - 2)
        .endsWith(4L, 2L)
        .hasSize(BLOCK);
    assertThat(index().find(lookup(List.of("kind:odd")), 4, 10)).containsExactly(2L);
    assertThat(index().find(lookup(List.of("kind:odd")), BLOCK + 1, 2))
        .containsExactly((long) BLOCK, (long) BLOCK - 2);
  }

  @Test
  void all_keys_must_fit() {
    index().write(block(0));

    assertThat(find("kind:odd", "who:third"))
        .startsWith((long) BLOCK, (long) BLOCK - 6)
        .endsWith(10L, 4L);
    assertThat(find("kind:odd", "who:nobody")).isEmpty();
  }

  @Test
  void a_text_is_found_in_the_sentence_and_nothing_in_it_is_a_pattern() {
    index().write(block(0));
    index().write(block(1));

    var text =
        new Lookup(List.of(), Optional.of("n0 17 50%_\\"), Optional.empty(), Optional.empty());
    var both =
        new Lookup(
            List.of("kind:odd"), Optional.of("n1 17 50%_\\"), Optional.empty(), Optional.empty());
    var none = new Lookup(List.of(), Optional.of("n_ 17"), Optional.empty(), Optional.empty());

    assertThat(index().find(text, Long.MAX_VALUE, 10)).containsExactly(18L);
    assertThat(index().find(both, Long.MAX_VALUE, 10)).containsExactly(BLOCK + 18L);
    assertThat(index().find(none, Long.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  void blocks_of_another_time_are_left_out() {
    IntStream.range(0, 3).forEach(number -> index().write(block(number)));

    var second =
        new Lookup(
            List.of("who:third"),
            Optional.empty(),
            Optional.of(NOON.plus(HOUR)),
            Optional.of(NOON.plus(HOUR).plusSeconds(1)));
    var everything =
        new Lookup(
            List.of("who:third"),
            Optional.empty(),
            Optional.of(Instant.MIN),
            Optional.of(Instant.MAX));

    assertThat(index().find(second, Long.MAX_VALUE, 10_000))
        .isNotEmpty()
        .allMatch(sequence -> sequence > BLOCK && sequence <= 2 * BLOCK);
    assertThat(index().find(everything, 2, 10)).containsExactly(1L);
  }

  @Test
  void a_block_that_is_written_again_stays_as_it_was() {
    index().write(block(0));

    index().write(new Block(0, NOON, NOON, Map.of("kind:other", bits(1)), texts(0)));

    assertThat(index().blocks()).isEqualTo(1);
    assertThat(find("kind:other")).isEmpty();
    assertThat(find("kind:odd")).hasSize(BLOCK / 2);
  }

  private List<Long> find(String... keys) {
    return index().find(lookup(List.of(keys)), Long.MAX_VALUE, 10_000);
  }

  private static Lookup lookup(List<String> keys) {
    return new Lookup(keys, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * Every second entry from the second one on is odd, every third from the first one is third's.
   */
  private static Block block(int number) {
    var start = NOON.plus(HOUR.multipliedBy(number));
    return new Block(
        number,
        start,
        start.plus(Duration.ofMinutes(59)),
        Map.of("kind:odd", steps(1, 2), "who:third", steps(0, 3)),
        texts(number));
  }

  private static List<String> texts(int number) {
    return IntStream.range(0, BLOCK).mapToObj(i -> "n%d %d 50%%_\\".formatted(number, i)).toList();
  }

  private static BitSet steps(int first, int step) {
    return bits(IntStream.iterate(first, i -> i < BLOCK, i -> i + step).toArray());
  }

  private static BitSet bits(int... places) {
    var bits = new BitSet();
    IntStream.of(places).forEach(bits::set);
    return bits;
  }
}
