package dev.godmode.control.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.godmode.protocol.inference.Caller;
import dev.godmode.protocol.inference.ModelUse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class UseBooksTest {

  private static final Tuple ANN_TWICE = tuple("ann", 2);
  private static final Tuple BOB = tuple("bob", 1);

  private final List<ModelUse> ledger = new ArrayList<>();
  private boolean full;

  private final UseBooks books =
      new UseBooks(new Purses(InstantSource.system()), (_, _) -> {}, this::enter);

  private CompletableFuture<?> enter(ModelUse use) {
    if (full) {
      return CompletableFuture.failedFuture(new IllegalStateException("too much waits already"));
    }
    ledger.add(use);
    return CompletableFuture.completedFuture(null);
  }

  private void ask(String who) {
    books.noteKept(Caller.person(who), "small");
  }

  @Test
  void calls_of_one_kind_are_one_entry() {
    ask("ann");
    ask("ann");
    ask("bob");

    books.settle().join();

    assertThat(ledger).extracting(ModelUse::who, ModelUse::calls).containsExactly(ANN_TWICE, BOB);
  }

  @Test
  void what_the_ledger_does_not_take_is_told_again_with_what_has_come_since() {
    ask("ann");
    full = true;
    books.settle().join();
    assertThat(ledger).isEmpty();

    full = false;
    ask("ann");
    ask("bob");
    books.settle().join();

    assertThat(ledger)
        .extracting(ModelUse::who, ModelUse::calls)
        .containsExactlyInAnyOrder(ANN_TWICE, BOB);
  }

  @Test
  void many_kinds_are_told_before_anybody_asks() {
    for (var i = 0; i < UseBooks.KINDS_MAX; i++) {
      ask("agent-" + i);
    }

    assertThat(ledger).hasSize(UseBooks.KINDS_MAX);
  }
}
