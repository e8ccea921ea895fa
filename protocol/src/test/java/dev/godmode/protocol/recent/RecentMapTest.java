package dev.godmode.protocol.recent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentMapTest {

  @Test
  void what_was_put_first_is_forgotten_first() {
    var map = RecentMap.<String, Integer>byAge(2);
    map.put("a", 1);
    map.put("b", 2);

    assertThat(map.get("a")).isEqualTo(1);
    map.put("c", 3);

    assertThat(map).containsOnlyKeys("b", "c");
  }

  @Test
  void what_was_asked_for_last_stays() {
    var map = RecentMap.<String, Integer>byUse(2);
    map.put("a", 1);
    map.put("b", 2);

    assertThat(map.get("a")).isEqualTo(1);
    map.put("c", 3);

    assertThat(map).containsOnlyKeys("a", "c");
  }
}
