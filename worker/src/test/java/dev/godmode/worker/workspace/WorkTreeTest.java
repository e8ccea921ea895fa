package dev.godmode.worker.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.task.Change;
import dev.godmode.protocol.task.Change.ChangedFile;
import dev.godmode.protocol.task.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real repositories, real git. */
class WorkTreeTest {

  @TempDir Path place;
  private GitSandbox repository;
  private Mirrors mirrors;
  private Path work;

  @BeforeEach
  void begin() throws Exception {
    repository = new GitSandbox(place.resolve("shop"));
    mirrors = new Mirrors(place.resolve("repositories"));
    work = Files.createDirectories(place.resolve("attempt/work"));
  }

  private WorkTree prepare() throws Exception {
    return WorkTree.prepare(mirrors, repository.now(), work, place.resolve("products/a"));
  }

  private static String text(WorkTree.Product product) {
    return new String(product.patch(), StandardCharsets.UTF_8);
  }

  @Test
  void a_workspace_is_at_the_commit_that_control_names_whatever_came_since() throws Exception {
    var named = repository.now();
    repository.write("greeting.txt", "changed since\n");
    repository.commit("later");

    WorkTree.prepare(mirrors, named, work, place.resolve("products/a"));

    assertThat(work.resolve("greeting.txt")).hasContent("hello\nworld\n");
  }

  @Test
  void what_was_changed_added_and_deleted_is_its_product_committed_or_not() throws Exception {
    var tree = prepare();
    Files.writeString(work.resolve("greeting.txt"), "hello\nmars\n");
    Files.writeString(work.resolve("new.txt"), "new\n");
    Files.delete(work.resolve("old.txt"));
    var own = new GitSandboxOf(work);
    own.git("add", "new.txt");
    own.git("commit", "--quiet", "--message", "half of it");

    var product = tree.product();

    assertThat(product.change().listed())
        .containsExactlyInAnyOrder(
            new ChangedFile("greeting.txt", "M", 1, 1, false),
            new ChangedFile("new.txt", "A", 1, 0, false),
            new ChangedFile("old.txt", "D", 0, 1, false));
    assertThat(product.change().words()).isEqualTo("3 files, +2 −2");
    assertThat(product.change().hash()).isEqualTo(ContentHash.of(product.patch()));
    assertThat(product.change().concerns()).isEmpty();
    assertThat(text(product)).contains("-world\n+mars").contains("+++ b/new.txt");
    assertThat(place.resolve("products/a")).doesNotExist();
  }

  @Test
  void a_workspace_that_was_not_changed_has_an_empty_product() throws Exception {
    var product = prepare().product();

    assertThat(product.change().isEmpty()).isTrue();
    assertThat(product.patch()).isEmpty();
  }

  @Test
  void what_git_ignores_is_no_product() throws Exception {
    repository.write(".gitignore", "target/\n");
    repository.commit("ignore");
    var tree = prepare();
    Files.createDirectories(work.resolve("target"));
    Files.writeString(work.resolve("target/big.bin"), "x");

    assertThat(tree.product().change().isEmpty()).isTrue();
  }

  @Test
  void a_binary_file_is_told_as_one_and_its_patch_is_whole() throws Exception {
    var tree = prepare();
    Files.write(work.resolve("picture"), new byte[] {0, 1, 2, 0, (byte) 255});

    var product = tree.product();

    assertThat(product.change().listed())
        .containsExactly(new ChangedFile("picture", "A", 0, 0, true));
    assertThat(text(product)).contains("GIT binary patch");
  }

  @Test
  void links_that_lead_out_repositories_inside_and_new_programs_are_concerns() throws Exception {
    var tree = prepare();
    Files.createSymbolicLink(work.resolve("passwd"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(work.resolve("fine"), Path.of("greeting.txt"));
    new GitSandbox(work.resolve("inner"));
    Files.writeString(work.resolve("run.sh"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(
        work.resolve("run.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));

    var product = tree.product();

    assertThat(product.change().concerns())
        .containsExactlyInAnyOrder(
            "link passwd leads out of the repository, to /etc/passwd",
            "inner is a repository in the repository (a submodule)",
            "run.sh may be run as a program now");
    assertThat(text(product)).doesNotContain("root:");
  }

  @Test
  void nothing_that_an_attempt_writes_into_its_own_git_folder_is_run() throws Exception {
    var tree = prepare();
    var trap = place.resolve("trapped");
    var run = "sh -c 'touch %s'".formatted(trap);
    var own = new GitSandboxOf(work);
    own.git("config", "diff.external", run);
    own.git("config", "core.fsmonitor", run);
    own.git("config", "filter.trap.clean", run);
    Files.writeString(work.resolve(".gitattributes"), "*.txt filter=trap diff=trap\n");
    own.git("config", "diff.trap.textconv", run);
    Files.deleteIfExists(trap);
    Files.writeString(work.resolve("greeting.txt"), "changed\n");

    var product = tree.product();

    assertThat(product.change().files()).isEqualTo(2);
    assertThat(trap).doesNotExist();
  }

  @Test
  void a_patch_that_is_too_large_is_told_and_not_kept() throws Exception {
    var tree = prepare();
    Files.writeString(work.resolve("large.txt"), "line\n".repeat(Change.PATCH_MAX_BYTES / 4));

    var product = tree.product();

    assertThat(product.change().kept()).isFalse();
    assertThat(product.patch()).isEmpty();
    assertThat(product.change().concerns()).singleElement().asString().contains("is not kept");
    assertThat(product.change().files()).isEqualTo(1);
  }

  @Test
  void a_workspace_with_files_of_before_is_refused() throws Exception {
    Files.writeString(work.resolve("left over"), "x");

    assertThatThrownBy(this::prepare)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not clean");
  }

  @Test
  void a_commit_that_is_gone_and_a_repository_that_is_gone_are_told() throws Exception {
    var gone = new Checkout(repository.folder().toString(), "main", "0".repeat(39) + "1");
    var nowhere = new Checkout(place.resolve("none").toString(), "main", repository.head());
    var scratch = place.resolve("products/a");

    assertThatThrownBy(() -> WorkTree.prepare(mirrors, gone, work, scratch))
        .hasMessageContaining("has no commit 000")
        .hasMessageContaining("was its branch rewritten?");
    assertThatThrownBy(() -> WorkTree.prepare(mirrors, nowhere, work, scratch))
        .hasMessageContaining("git fetch");
  }

  @Test
  void a_workspace_that_was_replaced_by_a_link_is_not_looked_into() throws Exception {
    var tree = prepare();
    Files.move(work, place.resolve("elsewhere"));
    Files.createSymbolicLink(work, Path.of("/etc"));

    assertThatThrownBy(tree::product).hasMessageContaining("is no folder any more");
  }

  @Test
  void two_attempts_of_one_repository_do_not_meet() throws Exception {
    var one = prepare();
    var other = Files.createDirectories(place.resolve("attempt2/work"));
    var second = WorkTree.prepare(mirrors, repository.now(), other, place.resolve("products/b"));
    Files.writeString(work.resolve("greeting.txt"), "one\n");
    Files.writeString(other.resolve("greeting.txt"), "two\n");

    assertThat(text(one.product())).contains("+one").doesNotContain("+two");
    assertThat(text(second.product())).contains("+two").doesNotContain("+one");
  }

  @ParameterizedTest
  @CsvSource({
    "link, target, false",
    "a/link, ../other, false",
    "a/link, ../../other, true",
    "link, .., true",
    "link, /etc/passwd, true",
    "a/b/link, .././../x, false",
    "link, x/../../y, true"
  })
  void a_link_leads_out_or_not(String path, String target, boolean out) {
    assertThat(ChangeList.leadsOut(path, target)).isEqualTo(out);
  }

  /** Git in a workspace, as its program would use it. */
  private record GitSandboxOf(Path folder) {
    void git(String... arguments) throws Exception {
      var command = new ArrayList<>(List.of("git"));
      command.addAll(List.of(arguments));
      var process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
    }
  }
}
