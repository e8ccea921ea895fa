package dev.godmode.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a commit would bring in, in real repositories. */
class StagedTest {

  /** Put together here, so that this file itself holds none. */
  private static final String TOKEN = "ghp" + "_0123456789abcdefghijABCDEFGHIJ012345";

  @TempDir Path folder;

  @BeforeEach
  void makeRepository() {
    git("init", "-q");
    git("config", "user.email", "ada@example.org");
    git("config", "user.name", "Ada");
    git("config", "commit.gpgsign", "false");
  }

  private void git(String... words) {
    assertThat(new Git(folder).ask(words)).as(Arrays.toString(words)).isPresent();
  }

  private void stage(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    git("add", "-A");
  }

  private List<String> found() {
    return new Staged(folder)
        .secrets().stream()
            .map(one -> "%s:%d %s".formatted(one.file(), one.line(), one.rule().id()))
            .toList();
  }

  @Test
  void a_line_that_adds_a_secret_is_found_and_not_repeated() throws IOException {
    stage("app/main.py", "import os\nkey = '" + TOKEN + "'\n");

    assertThat(found()).containsExactly("app/main.py:2 secret_literal");
    assertThat(new Staged(folder).secrets().toString()).doesNotContain(TOKEN);
  }

  @Test
  void what_was_there_before_is_not_held_against_a_commit() throws IOException {
    stage("main.py", "key = '" + TOKEN + "'\n");
    git("commit", "-qm", "old sins");
    stage("main.py", "import os\nkey = '" + TOKEN + "'\nprint(1)\n");

    assertThat(found()).isEmpty();
  }

  @Test
  void only_what_is_staged_counts_and_not_what_lies_beside_it() throws IOException {
    stage("main.py", "print(1)\n");
    Files.writeString(folder.resolve("main.py"), "key = '" + TOKEN + "'\n");
    Files.writeString(folder.resolve("other.py"), "key = '" + TOKEN + "'\n");

    assertThat(found()).isEmpty();
  }

  @Test
  void what_is_staged_counts_though_it_was_taken_out_of_the_file_since() throws IOException {
    stage("main.py", "key = '" + TOKEN + "'\n");
    Files.writeString(folder.resolve("main.py"), "print(1)\n");

    assertThat(found()).containsExactly("main.py:1 secret_literal");
  }

  @Test
  void a_file_of_secrets_is_found_by_its_name() throws IOException {
    stage(".env", "A=b\n");

    assertThat(found()).containsExactly(".env:0 secret_in_git");
  }

  @Test
  void names_of_any_kind_are_looked_at() throws IOException {
    for (var name :
        List.of("ü mlaut.py", "quo'te\".py", "-dash.py", "new\nline.py", "*.py", ":(top)x.py")) {
      stage(name, "key = '" + TOKEN + "'\n");
    }

    assertThat(found()).hasSize(6);
  }

  @Test
  void from_a_folder_within_all_of_the_commit_is_looked_at() throws IOException {
    stage("main.py", "key = '" + TOKEN + "'\n");
    stage("sub/x.txt", "nothing\n");

    assertThat(new Staged(folder.resolve("sub")).secrets()).hasSize(1);
  }

  @Test
  void what_is_moved_deleted_or_not_text_does_no_harm() throws IOException {
    stage("a.py", "print(1)\n");
    stage("b.py", "print(2)\n");
    git("commit", "-qm", "first");
    git("mv", "a.py", "c.py");
    git("rm", "-q", "b.py");
    Files.write(folder.resolve("x.bin"), new byte[] {0, 1, 2, (byte) 0xff});
    git("add", "x.bin");

    assertThat(found()).isEmpty();
  }

  @Test
  void outside_of_a_repository_there_is_nothing_staged(@TempDir Path elsewhere) {
    assertThat(new Staged(elsewhere).secrets()).isEmpty();
  }
}
