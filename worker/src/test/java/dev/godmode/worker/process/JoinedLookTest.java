package dev.godmode.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Whoever asks while somebody looks shares the next look, and never the one that goes on. */
class JoinedLookTest {

  private static final int LATE = 5;

  private final List<CompletableFuture<Integer>> late = new ArrayList<>();
  private int looks;

  private final JoinedLook<Integer> joined = new JoinedLook<>(this::look);

  /** During the first look others ask. */
  private int look() {
    if (++looks == 1) {
      for (var n = 0; n < LATE; n++) {
        late.add(CompletableFuture.supplyAsync(this::see, task -> Thread.ofVirtual().start(task)));
      }
      while (joined.asked() < 1 + LATE) {
        Thread.onSpinWait();
      }
    }
    return looks;
  }

  private int see() {
    return joined.see();
  }

  @Test
  void those_who_ask_during_a_look_share_the_next() {
    assertThat(joined.see()).isEqualTo(1);
    assertThat(late.stream().map(CompletableFuture::join)).containsOnly(2);
  }

  @Test
  void whoever_asks_later_sees_what_is_so_then() {
    joined.see();
    late.forEach(CompletableFuture::join);
    assertThat(joined.see()).isEqualTo(3);
  }
}
