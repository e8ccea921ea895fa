package dev.godmode.testkit;

import dev.godmode.control.document.SnapshotStore;
import dev.godmode.protocol.document.DocumentSnapshot;
import dev.godmode.protocol.document.SignedSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Snapshots in memory, in which a test may forge. */
public final class InMemorySnapshotStore implements SnapshotStore {

  private record Kept(long number, SignedSnapshot signed, Map<String, byte[]> byPath) {}

  private final List<Kept> all = new ArrayList<>();

  @Override
  public synchronized Optional<SignedSnapshot> newest() {
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast().signed());
  }

  @Override
  public synchronized List<SignedSnapshot> history(int limit) {
    return all.reversed().stream().limit(limit).map(Kept::signed).toList();
  }

  @Override
  public synchronized Optional<SignedSnapshot> find(long number) {
    return kept(number).map(Kept::signed);
  }

  private Optional<Kept> kept(long number) {
    return all.reversed().stream().filter(one -> one.number() == number).findFirst();
  }

  @Override
  public synchronized Optional<byte[]> content(long number, String path) {
    return kept(number).flatMap(one -> Optional.ofNullable(one.byPath().get(path)));
  }

  @Override
  public synchronized void add(
      DocumentSnapshot snapshot, SignedSnapshot signed, Map<String, byte[]> contents) {
    var byPath = new TreeMap<String, byte[]>();
    snapshot
        .documents()
        .forEach(
            one ->
                byPath.put(one.path(), Objects.requireNonNull(contents.get(one.hash())).clone()));
    all.add(new Kept(snapshot.mark().number(), signed, byPath));
  }

  /** As somebody would who can write to the store. */
  public synchronized void forgeContent(long number, String path, byte[] content) {
    kept(number).orElseThrow().byPath().put(path, content);
  }

  /** As somebody would who can write to the store. */
  public synchronized void forgeNewest(UnaryOperator<SignedSnapshot> forged) {
    var last = all.removeLast();
    all.add(new Kept(last.number(), forged.apply(last.signed()), last.byPath()));
  }

  /** Puts the store back to what it was before the newest. */
  public synchronized void dropNewest() {
    all.removeLast();
  }
}
