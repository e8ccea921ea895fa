package dev.godmode.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.Command.DistrustDocuments;
import dev.godmode.kernel.Command.TakeSnapshot;
import dev.godmode.kernel.task.Attempt;
import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.protocol.event.FleetEvent.DocumentsDistrusted;
import dev.godmode.protocol.event.FleetEvent.SnapshotTaken;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Snapshots of the canonical documents, and which attempt was given which. */
class DocumentsTest {

  private static final String TREE = ContentHash.of("one tree");
  private static final String OTHER = ContentHash.of("another tree");

  private final Scenario s = new Scenario();

  @Test
  void snapshots_are_numbered_from_one_and_the_same_again_is_none() {
    s.send(new TakeSnapshot(TREE, 3, "ada"));
    s.send(new TakeSnapshot(TREE, 3, "ada"));
    s.send(new TakeSnapshot(OTHER, 4, "bob"));
    s.send(new TakeSnapshot(TREE, 3, "ada"));

    assertThat(s.events(SnapshotTaken.class))
        .containsExactly(
            new SnapshotTaken(new SnapshotMark(1, TREE), 3, "ada"),
            new SnapshotTaken(new SnapshotMark(2, OTHER), 4, "bob"),
            new SnapshotTaken(new SnapshotMark(3, TREE), 3, "ada"));
    assertThat(s.kernel().fleet().canon().newest()).contains(new SnapshotMark(3, TREE));
  }

  @Test
  void what_is_not_as_it_was_signed_is_a_fact() {
    s.send(new DistrustDocuments("forge", "design_docs/a.md is not what control signed"));

    assertThat(s.events(DocumentsDistrusted.class)).hasSize(1);
  }

  @Test
  void an_attempt_is_on_record_with_the_snapshot_it_was_given() {
    s.send(new TakeSnapshot(TREE, 3, "ada"));
    s.send(new TakeSnapshot(OTHER, 4, "ada"));

    assertThat(given(new SnapshotMark(1, TREE))).contains(new SnapshotMark(1, TREE));
    assertThat(given(new SnapshotMark(2, OTHER))).contains(new SnapshotMark(2, OTHER));
  }

  @Test
  void a_snapshot_that_there_cannot_have_been_is_not_believed() {
    s.send(new TakeSnapshot(TREE, 3, "ada"));

    assertThat(given(new SnapshotMark(2, OTHER))).isEmpty();
    assertThat(given(new SnapshotMark(1, OTHER))).isEmpty();
    assertThat(given(new SnapshotMark(0, OTHER))).isEmpty();
    assertThat(given(new SnapshotMark(1, "x".repeat(1_000_000)))).isEmpty();
  }

  private Optional<SnapshotMark> given(SnapshotMark mark) {
    var node = s.node("forge", 1);
    var task = s.submit("digest");
    var attempt = s.running(task).attempt();
    s.send(new Command.StartAttempt(node, attempt, Optional.of(mark)));
    return s.task(task).attempt(attempt).flatMap(Attempt::documents);
  }
}
