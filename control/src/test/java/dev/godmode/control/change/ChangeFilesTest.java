package dev.godmode.control.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.protocol.document.ContentHash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeFilesTest {

  private static final byte[] PATCH = "diff".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @Test
  void a_patch_is_found_by_what_is_in_it() {
    var files = new ChangeFiles(folder);
    files.keep(ContentHash.of(PATCH), PATCH);
    files.keep(ContentHash.of(PATCH), PATCH);

    assertThat(files.find(ContentHash.of(PATCH))).contains(PATCH);
    assertThat(files.find(ContentHash.of("another"))).isEmpty();
  }

  @Test
  void one_that_is_not_what_its_hash_says_is_not_kept() {
    var files = new ChangeFiles(folder);

    assertThatThrownBy(() -> files.keep(ContentHash.of("another"), PATCH))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_name_that_is_no_hash_leads_nowhere() throws Exception {
    Files.writeString(folder.resolve("x.patch"), "x");

    assertThat(new ChangeFiles(folder.resolve("changes")).find("../x")).isEmpty();
  }
}
