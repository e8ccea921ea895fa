package dev.godmode.adapters.git;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godmode.control.document.SnapshotStore;
import dev.godmode.control.document.SnapshotStore.Unreadable;
import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.document.Document;
import dev.godmode.protocol.document.DocumentSnapshot;
import dev.godmode.protocol.document.SignedSnapshot;
import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.testkit.contract.SnapshotStoreContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitSnapshotStoreTest extends SnapshotStoreContract {

  @TempDir Path folder;

  @Override
  protected SnapshotStore store() {
    return new GitSnapshotStore(folder.resolve("documents.git"));
  }

  @Test
  void it_is_still_there_when_it_is_opened_again() {
    var signed = addOne();

    try (var again = new GitSnapshotStore(folder.resolve("documents.git"))) {
      Assertions.assertThat(again.newest()).contains(signed);
      Assertions.assertThat(again.content(1, "design_docs/a.md"))
          .hasValue("hello".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void what_git_cannot_read_is_said_to_be_damaged() throws IOException {
    addOne();
    damageEveryObject();

    try (var again = new GitSnapshotStore(folder.resolve("documents.git"))) {
      assertThatThrownBy(again::newest).isInstanceOf(Unreadable.class);
      assertThatThrownBy(() -> again.content(1, "design_docs/a.md")).isInstanceOf(Unreadable.class);
    }
  }

  private void damageEveryObject() throws IOException {
    try (var files = Files.walk(folder.resolve("documents.git/objects"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        file.toFile().setWritable(true);
        Files.writeString(file, "nonsense");
      }
    }
  }

  private SignedSnapshot addOne() {
    var bytes = "hello".getBytes(StandardCharsets.UTF_8);
    var hash = ContentHash.of(bytes);
    var documents = List.of(new Document("design_docs/a.md", hash, bytes.length));
    var mark = new SnapshotMark(1, DocumentSnapshot.tree(documents));
    var signed = new SignedSnapshot("{}", "signature");
    try (var store = new GitSnapshotStore(folder.resolve("documents.git"))) {
      store.add(
          new DocumentSnapshot(mark, Instant.EPOCH, "a test", documents),
          signed,
          Map.of(hash, bytes));
    }
    return signed;
  }
}
