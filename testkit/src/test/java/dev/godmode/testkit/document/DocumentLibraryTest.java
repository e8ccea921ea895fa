package dev.godmode.testkit.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.control.document.CanonicalTree;
import dev.godmode.control.document.DocumentLedger;
import dev.godmode.control.document.DocumentLibrary;
import dev.godmode.control.document.DocumentProblem;
import dev.godmode.control.document.SnapshotSeal;
import dev.godmode.protocol.document.Document;
import dev.godmode.protocol.document.DocumentSnapshot;
import dev.godmode.protocol.document.SignedSnapshot;
import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.testkit.InMemorySnapshotStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentLibraryTest {

  private static final KeyPair KEYS = keys();
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir Path workspace;
  private final InMemorySnapshotStore store = new InMemorySnapshotStore();
  private final Journal journal = new Journal();
  private final List<SnapshotMark> told = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private DocumentLibrary library;

  @BeforeEach
  void begin() {
    library = library();
  }

  @Test
  void without_documents_nothing_happens() {
    pass(10);

    assertThat(library.newest()).isEmpty();
    assertThat(journal.newest()).isEmpty();
    assertThat(store.newest()).isEmpty();
  }

  @Test
  void a_change_is_taken_once_it_stands_and_told() {
    write("design_docs/a.md", "one");
    library.runOnce();
    assertThat(told).isEmpty();

    pass(1);

    assertThat(told).containsExactly(journal.newest().orElseThrow());
    assertThat(newest().documents()).extracting(Document::path).containsExactly("design_docs/a.md");
    assertThat(library.content(newest().documents().getFirst().hash()))
        .hasValue("one".getBytes(UTF_8));
  }

  @Test
  void the_same_content_makes_no_new_snapshot() {
    take("design_docs/a.md", "one");
    write("design_docs/a.md", "one, for a moment");
    write("design_docs/a.md", "one");
    pass(3);

    assertThat(newest().mark().number()).isEqualTo(1);
    assertThat(told).hasSize(1);
  }

  @Test
  void files_that_are_written_on_and_on_are_taken_all_the_same() {
    for (var i = 0; i < 8; i++) {
      write("design_docs/a.md", "x".repeat(i));
      pass(1);
    }

    assertThat(library.newest()).isPresent();
  }

  @Test
  void the_roadmap_alone_is_taken_every_ten_minutes_and_with_everything_else() {
    take("tasks/roadmap.jsonl", "{}");
    for (var i = 0; i < 60; i++) {
      write("tasks/roadmap.jsonl", "{\"n\":%d}".formatted(i));
      pass(1);
    }
    assertThat(newest().mark().number()).isEqualTo(1);

    now = now.plus(Duration.ofMinutes(10));
    pass(2);
    assertThat(newest().mark().number()).isEqualTo(2);

    write("tasks/roadmap.jsonl", "{\"n\":99}");
    take("design_docs/a.md", "one");
    assertThat(newest().mark().number()).isEqualTo(3);
    assertThat(newest().documents()).hasSize(2);
  }

  @Test
  void a_document_that_is_deleted_is_gone_from_the_next_snapshot_and_stays_in_those_before()
      throws IOException {
    take("design_docs/a.md", "one");
    take("design_docs/b.md", "two");
    Files.delete(workspace.resolve("design_docs/a.md"));
    pass(2);

    assertThat(newest().documents()).extracting(Document::path).containsExactly("design_docs/b.md");
    assertThat(library.content(library.find(1).orElseThrow(), "design_docs/a.md"))
        .hasValue("one".getBytes(UTF_8));
    assertThat(library.history(10))
        .extracting(one -> one.mark().number())
        .containsExactly(3L, 2L, 1L);
  }

  @Test
  void a_restart_goes_on_with_what_it_had() {
    take("design_docs/a.md", "one");
    library = library();
    pass(2);

    assertThat(newest().mark().number()).isEqualTo(1);
    assertThat(journal.distrusted).isEmpty();
  }

  @Test
  void a_control_that_died_before_it_kept_what_the_journal_has_makes_up_for_it() {
    take("design_docs/a.md", "one");
    store.dropNewest();
    library = library();
    pass(2);

    assertThat(newest().mark()).isEqualTo(journal.newest().orElseThrow());
    assertThat(library.verify()).isEmpty();
  }

  @Test
  void a_control_that_takes_over_takes_nothing_in_until_somebody_changes_something() {
    take("design_docs/a.md", "one");
    write("design_docs/a.md", "old text of this machine");
    library = library();
    library.inherit();
    pass(10);
    assertThat(newest().mark().number()).isEqualTo(1);

    take("design_docs/b.md", "new");
    assertThat(newest().mark().number()).isEqualTo(2);
  }

  @Test
  void a_changed_byte_of_a_document_is_named_and_not_handed_out() {
    take("design_docs/a.md", "one");
    store.forgeContent(1, "design_docs/a.md", "0ne".getBytes(UTF_8));

    assertThat(library.content(newest().documents().getFirst().hash())).isEmpty();
    assertThat(journal.distrusted)
        .containsExactly("control: snapshot 1, design_docs/a.md is not what was signed");
    assertThat(library.verify())
        .extracting(DocumentProblem::toString)
        .containsExactly("snapshot 1, design_docs/a.md is not what was signed");
    assertThat(library.content(newest(), "design_docs/a.md")).isEmpty();
  }

  @Test
  void a_changed_signature_is_named_and_the_snapshot_is_signed_anew_from_the_files() {
    take("design_docs/a.md", "one");
    store.forgeNewest(signed -> new SignedSnapshot(signed.text(), "AAAA"));
    assertThat(library.verify())
        .anySatisfy(one -> assertThat(one.why()).contains("its signature is not control's"));

    library = library();
    pass(2);

    assertThat(journal.distrusted)
        .anySatisfy(what -> assertThat(what).contains("its signature is not control's"));
    assertThat(newest().mark()).isEqualTo(journal.newest().orElseThrow());
  }

  @Test
  void an_older_snapshot_in_the_newest_ones_place_is_named() {
    take("design_docs/a.md", "one");
    take("design_docs/a.md", "two!");
    store.dropNewest();

    assertThat(library.verify())
        .extracting(DocumentProblem::toString)
        .singleElement()
        .asString()
        .contains("is not 2 (", "an older one was put in its place");
  }

  private DocumentSnapshot newest() {
    return library.newest().orElseThrow().snapshot();
  }

  private void take(String path, String text) {
    write(path, text);
    pass(2);
  }

  private void write(String path, String text) {
    try {
      Files.createDirectories(workspace.resolve(path).getParent());
      Files.writeString(workspace.resolve(path), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void pass(int seconds) {
    for (var i = 0; i < seconds; i++) {
      now = now.plus(SECOND);
      library.runOnce();
    }
  }

  private DocumentLibrary library() {
    var fresh =
        new DocumentLibrary(new CanonicalTree(workspace), store, journal, new Seal(), () -> now);
    fresh.follow(told::add);
    return fresh;
  }

  private static final class Seal implements SnapshotSeal {
    @Override
    public SignedSnapshot sign(DocumentSnapshot snapshot) {
      return SignedSnapshot.of(snapshot, KEYS.getPrivate());
    }

    @Override
    public SignedSnapshot.Reading read(SignedSnapshot signed) {
      return signed.read(KEYS.getPublic());
    }
  }

  private static final class Journal implements DocumentLedger {
    private final List<String> distrusted = new ArrayList<>();
    private Optional<SnapshotMark> newest = Optional.empty();

    @Override
    public Optional<SnapshotMark> newest() {
      return newest;
    }

    @Override
    public SnapshotMark take(String tree, int documents, String author) {
      if (newest.filter(mark -> mark.tree().equals(tree)).isEmpty()) {
        newest =
            Optional.of(new SnapshotMark(newest.map(SnapshotMark::number).orElse(0L) + 1, tree));
      }
      return newest.orElseThrow();
    }

    @Override
    public void distrust(String where, String what) {
      distrusted.add(where + ": " + what);
    }
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
