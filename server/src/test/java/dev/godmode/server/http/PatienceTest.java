package dev.godmode.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PatienceTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  @Test
  void an_answer_that_does_not_come_ends_the_wait() {
    try (var patience = new Patience(Duration.ofMillis(1))) {
      var never = new CompletableFuture<String>();

      assertThatThrownBy(patience.limit(never)::get).hasCauseInstanceOf(TimeoutException.class);
    }
  }

  @Test
  void one_that_comes_in_time_is_given() throws Exception {
    try (var patience = new Patience(LONG)) {
      var soon = new CompletableFuture<String>();
      var limited = patience.limit(soon);

      soon.complete("here");

      assertThat(limited.get(1, TimeUnit.SECONDS)).isEqualTo("here");
    }
  }

  @Test
  void a_wait_behind_one_that_is_over_ends_in_its_own_time() {
    try (var patience = new Patience(Duration.ofMillis(1))) {
      var first = patience.limit(new CompletableFuture<String>());
      var second = patience.limit(new CompletableFuture<String>());

      assertThatThrownBy(second::get).hasCauseInstanceOf(TimeoutException.class);
      assertThat(first).isCompletedExceptionally();
    }
  }
}
