package dev.godmode.kernel.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LeftoversTest {

  private static final int NODES = 100;
  private static final int WORDS = NodeSet.wordsFor(NODES);

  private Leftovers leftovers = new Leftovers();

  private long[] keptOfAll(long asked) {
    var some = new long[WORDS];
    for (var place = 0; place < NODES; place++) {
      some[place / NodeSet.WORD] |= 1L << place;
    }
    leftovers.keep(some, WORDS, asked);
    return some;
  }

  private static boolean has(long[] some, int place) {
    return (some[place / NodeSet.WORD] & 1L << place) != 0;
  }

  @Property(tries = 100)
  void a_greater_amount_is_never_a_smaller_step(
      @ForAll @LongRange(min = 0, max = 1L << 50) long one,
      @ForAll @LongRange(min = 0, max = 1L << 50) long more) {
    assertThat(Leftovers.step(one + more)).isGreaterThanOrEqualTo(Leftovers.step(one));
  }

  @Property(tries = 100)
  void who_has_enough_is_kept_and_who_has_an_eighth_too_little_is_not(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 1 << 20) int asked) {
    leftovers = new Leftovers();
    var random = new Random(seed);
    var left = new long[NODES];
    for (var change = 0; change < NODES * 3; change++) {
      var place = random.nextInt(NODES);
      left[place] = random.nextLong(2L * asked);
      leftovers.put(place, left[place]);
    }

    var kept = keptOfAll(asked);

    for (var place = 0; place < NODES; place++) {
      if (left[place] >= asked) {
        assertThat(has(kept, place)).as("%d of %d", left[place], asked).isTrue();
      } else if (left[place] < asked - asked / 8 - 1) {
        assertThat(has(kept, place)).as("%d of %d", left[place], asked).isFalse();
      }
    }
  }

  @Test
  void who_asks_for_nothing_loses_nobody_and_who_asks_for_too_much_everybody() {
    leftovers.put(3, 5);

    assertThat(keptOfAll(0)).isEqualTo(keptOfAll(-1)).isNotEqualTo(new long[WORDS]);
    assertThat(has(keptOfAll(5), 3)).isTrue();
    assertThat(keptOfAll(6)).isEqualTo(new long[WORDS]);
  }
}
