package dev.godmode.server.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HeapGuardTest {

  @Test
  void more_tasks_are_refused_when_the_memory_is_used_up() {
    var guard = new HeapGuard(() -> true);

    assertThatThrownBy(guard::requireRoom)
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("GODMODE_CONTROL_MEMORY");
  }

  @Test
  void this_process_has_room() {
    assertThatCode(HeapGuard.ofThisProcess()::requireRoom).doesNotThrowAnyException();
  }
}
