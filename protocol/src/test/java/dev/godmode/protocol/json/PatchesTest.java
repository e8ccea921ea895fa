package dev.godmode.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.protocol.task.Change;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PatchesTest {

  @Test
  void a_patch_comes_out_as_it_went_in() {
    var patch = "diff --git a/x b/x\n\u0000\u00ff".getBytes(StandardCharsets.UTF_8);

    assertThat(Patches.unpack(Patches.pack(patch))).isEqualTo(patch);
  }

  @Test
  void one_that_unpacks_to_more_than_a_patch_may_have_is_refused() {
    var bomb = Patches.pack(new byte[64 << 20]);

    assertThat(bomb.length()).isLessThan(Change.PATCH_MAX_BYTES);
    assertThatThrownBy(() -> Patches.unpack(bomb)).hasMessageContaining("may have 1048576 bytes");
  }

  @Test
  void what_is_no_patch_is_refused() {
    assertThatThrownBy(() -> Patches.unpack("%%%")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Patches.unpack("aGVsbG8="))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Patches.unpack("")).isInstanceOf(IllegalArgumentException.class);
  }
}
