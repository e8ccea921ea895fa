package dev.godmode.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.document.SnapshotStore;
import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.document.Document;
import dev.godmode.protocol.document.DocumentSnapshot;
import dev.godmode.protocol.document.SignedSnapshot;
import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.protocol.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What every store of snapshots promises. */
public abstract class SnapshotStoreContract {

  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  /** An empty one. */
  protected abstract SnapshotStore store();

  @Test
  void a_fresh_store_has_nothing() {
    var store = store();

    assertThat(store.newest()).isEmpty();
    assertThat(store.history(10)).isEmpty();
    assertThat(store.find(1)).isEmpty();
    assertThat(store.content(1, "design_docs/a.md")).isEmpty();
  }

  @Test
  void what_was_added_comes_back_to_the_byte() {
    var store = store();
    var one = add(store, 1, Map.of("design_docs/a.md", "hello\r\n\0é", "policy.yaml", ""));

    assertThat(store.newest()).contains(one);
    assertThat(store.find(1)).contains(one);
    assertThat(store.content(1, "design_docs/a.md")).hasValue("hello\r\n\0é".getBytes(UTF_8));
    assertThat(store.content(1, "policy.yaml")).hasValue(new byte[0]);
    assertThat(store.content(1, "design_docs")).isEmpty();
    assertThat(store.content(1, "design_docs/b.md")).isEmpty();
    assertThat(store.content(2, "design_docs/a.md")).isEmpty();
  }

  @Test
  void older_snapshots_stay_as_they_were() {
    var store = store();
    var one = add(store, 1, Map.of("design_docs/a.md", "old", "design_docs/b.md", "gone soon"));
    var two = add(store, 2, Map.of("design_docs/a.md", "new"));

    assertThat(store.history(10)).containsExactly(two, one);
    assertThat(store.history(1)).containsExactly(two);
    assertThat(store.find(1)).contains(one);
    assertThat(store.content(1, "design_docs/a.md")).hasValue("old".getBytes(UTF_8));
    assertThat(store.content(1, "design_docs/b.md")).hasValue("gone soon".getBytes(UTF_8));
    assertThat(store.content(2, "design_docs/b.md")).isEmpty();
  }

  @Test
  void of_two_with_the_same_number_the_later_counts() {
    var store = store();
    add(store, 1, Map.of("design_docs/a.md", "first"));
    var again = add(store, 1, Map.of("design_docs/a.md", "second"));

    assertThat(store.find(1)).contains(again);
    assertThat(store.content(1, "design_docs/a.md")).hasValue("second".getBytes(UTF_8));
  }

  private static SignedSnapshot add(SnapshotStore store, long number, Map<String, String> texts) {
    var contents = new HashMap<String, byte[]>();
    var documents = new ArrayList<Document>();
    new TreeMap<>(texts)
        .forEach(
            (path, text) -> {
              var bytes = text.getBytes(UTF_8);
              var hash = ContentHash.of(bytes);
              contents.put(hash, bytes);
              documents.add(new Document(path, hash, bytes.length));
            });
    var mark = new SnapshotMark(number, DocumentSnapshot.tree(documents));
    var snapshot = new DocumentSnapshot(mark, AT, "a test", documents);
    var signed = new SignedSnapshot(Json.write(snapshot), "signature-" + number + texts.hashCode());
    store.add(snapshot, signed, contents);
    return signed;
  }
}
