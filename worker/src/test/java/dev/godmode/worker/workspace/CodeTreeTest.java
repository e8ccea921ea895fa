package dev.godmode.worker.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.protocol.task.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code that the fleet shares, on a node: real repositories, real git. */
class CodeTreeTest {

  @TempDir Path place;
  private GitSandbox repository;
  private Mirrors mirrors;
  private Path files;
  private CodeTree tree;

  @BeforeEach
  void begin() throws Exception {
    repository = new GitSandbox(place.resolve("shop"));
    mirrors = new Mirrors(place.resolve("repositories"));
    files = place.resolve("code/shop");
    tree = new CodeTree(files, place.resolve("code-state"));
  }

  private Checkout later(String path, String text) throws Exception {
    repository.write(path, text);
    repository.commit("later");
    return repository.now();
  }

  @Test
  void a_node_has_the_files_of_the_commit_and_no_git_folder() throws Exception {
    tree.sync(mirrors, repository.now());

    assertThat(files.resolve("greeting.txt")).hasContent("hello\nworld\n");
    assertThat(files.resolve(".git")).doesNotExist();
    assertThat(tree.commit()).contains(repository.head());
  }

  @Test
  void it_goes_to_another_commit_and_back() throws Exception {
    var first = repository.now();
    tree.sync(mirrors, first);
    var second = later("new/file.txt", "new\n");

    tree.sync(mirrors, second);
    assertThat(files.resolve("new/file.txt")).hasContent("new\n");
    tree.sync(mirrors, first);

    assertThat(files.resolve("new/file.txt")).doesNotExist();
    assertThat(tree.commit()).contains(first.commit());
  }

  @Test
  void files_that_somebody_changed_are_never_overwritten() throws Exception {
    tree.sync(mirrors, repository.now());
    var held = repository.head();
    Files.writeString(files.resolve("greeting.txt"), "my own words\n");
    var next = later("greeting.txt", "changed since\n");

    assertThatThrownBy(() -> tree.sync(mirrors, next))
        .isInstanceOf(CodeTree.Dirty.class)
        .hasMessageContaining("greeting.txt")
        .hasMessageContaining("since " + held.substring(0, 10))
        .hasMessageContaining("rm -r " + files);

    assertThat(files.resolve("greeting.txt")).hasContent("my own words\n");
    assertThat(tree.commit()).contains(held);
  }

  @Test
  void files_that_somebody_added_or_took_away_are_found_while_it_stands() throws Exception {
    var now = repository.now();
    tree.sync(mirrors, now);

    Files.writeString(files.resolve("notes.txt"), "mine");
    assertThatThrownBy(() -> tree.sync(mirrors, now)).hasMessageContaining("notes.txt");
    Files.delete(files.resolve("notes.txt"));
    Files.delete(files.resolve("old.txt"));
    assertThatThrownBy(() -> tree.sync(mirrors, now)).hasMessageContaining("old.txt");
    Files.writeString(files.resolve("old.txt"), "old\n");

    tree.sync(mirrors, now);
    assertThat(tree.commit()).contains(now.commit());
  }

  @Test
  void a_tree_that_was_taken_away_is_made_anew() throws Exception {
    tree.sync(mirrors, repository.now());
    Files.writeString(files.resolve("greeting.txt"), "changed");
    for (var name : new String[] {"greeting.txt", "old.txt"}) {
      Files.delete(files.resolve(name));
    }
    Files.delete(files);

    tree.sync(mirrors, repository.now());

    assertThat(files.resolve("greeting.txt")).hasContent("hello\nworld\n");
  }

  @Test
  void what_a_dying_worker_left_half_done_is_made_anew() throws Exception {
    tree.sync(mirrors, repository.now());
    Files.writeString(place.resolve("code-state/shop.unfinished"), "");
    Files.writeString(files.resolve("greeting.txt"), "half");
    var next = later("old.txt", "older\n");

    tree.sync(mirrors, next);

    assertThat(files.resolve("greeting.txt")).hasContent("hello\nworld\n");
    assertThat(files.resolve("old.txt")).hasContent("older\n");
  }

  @Test
  void files_that_lay_there_before_are_somebodys() throws Exception {
    Files.createDirectories(files);
    Files.writeString(files.resolve("mine.txt"), "mine");

    assertThatThrownBy(() -> tree.sync(mirrors, repository.now()))
        .isInstanceOf(CodeTree.Dirty.class)
        .hasMessageContaining("mine.txt");
  }

  @Test
  void a_commit_that_every_branch_left_stays_where_it_is_named() throws Exception {
    var named = later("greeting.txt", "first try\n");
    tree.sync(mirrors, named);
    repository.git("reset", "--quiet", "--hard", "HEAD~1");
    var other = later("old.txt", "another way\n");

    tree.sync(mirrors, other);
    tree.sync(mirrors, named);

    assertThat(files.resolve("greeting.txt")).hasContent("first try\n");
  }

  @Test
  void a_remote_that_is_away_leaves_what_there_is() throws Exception {
    tree.sync(mirrors, repository.now());
    var gone = new Checkout(repository.folder().toString(), "main", "1".repeat(40));

    assertThatThrownBy(() -> tree.sync(mirrors, gone))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(CodeTree.Dirty.class)
        .hasMessageContaining("has no commit");
    assertThat(tree.commit()).contains(repository.head());
  }
}
