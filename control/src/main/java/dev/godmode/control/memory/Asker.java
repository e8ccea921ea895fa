package dev.godmode.control.memory;

import dev.godmode.control.memory.MemoryScope.Kind;
import dev.godmode.protocol.task.AttemptKey;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Who remembers and recalls. What an attempt may see follows from its lease, and from no text. */
public sealed interface Asker {

  /** As the ledger names them. */
  String name();

  /** What they may see; everything when empty. */
  Optional<Set<MemoryScope>> readable();

  boolean mayWrite(MemoryScope scope);

  /** Whether they may have it forgotten. */
  boolean mayForget(Memory memory);

  /** Where they remember when they say nothing. */
  MemoryScope usual();

  Provenance provenance(String source, Instant at);

  default boolean maySee(MemoryScope scope) {
    return readable().stream().allMatch(scopes -> scopes.contains(scope));
  }

  /** Somebody of the people: what they may do at all is the policy's to say. */
  record Person(String name) implements Asker {
    @Override
    public Optional<Set<MemoryScope>> readable() {
      return Optional.empty();
    }

    @Override
    public boolean mayWrite(MemoryScope scope) {
      return true;
    }

    @Override
    public boolean mayForget(Memory memory) {
      return true;
    }

    @Override
    public MemoryScope usual() {
      return MemoryScope.FLEET;
    }

    @Override
    public Provenance provenance(String source, Instant at) {
      return new Provenance(name, Optional.empty(), "", "", "", source, at);
    }
  }

  /**
   * The program of an attempt: its agent's memory, its node's and its stream's are its own; of the
   * fleet's it sees what is there.
   *
   * @param node the id of the machine it runs on
   * @param stream of its task; empty for none
   */
  record Program(String name, AttemptKey attempt, String agent, String stream, String node)
      implements Asker {

    private Set<MemoryScope> own() {
      var scopes = new LinkedHashSet<MemoryScope>();
      scopes.add(MemoryScope.agent(agent));
      scopes.add(MemoryScope.node(node));
      if (!stream.isBlank()) {
        scopes.add(MemoryScope.stream(stream));
      }
      return scopes;
    }

    @Override
    public Optional<Set<MemoryScope>> readable() {
      var scopes = own();
      scopes.add(MemoryScope.FLEET);
      return Optional.of(scopes);
    }

    @Override
    public boolean mayWrite(MemoryScope scope) {
      return own().contains(scope);
    }

    /** Only what its own kind of agent remembered, and nobody made wider. */
    @Override
    public boolean mayForget(Memory memory) {
      return mayWrite(memory.scope())
          && memory.from().agent().equals(agent)
          && memory.promoted().isEmpty();
    }

    @Override
    public MemoryScope usual() {
      return MemoryScope.agent(agent);
    }

    /** The scope of theirs of a kind; empty where there is none. */
    public Optional<MemoryScope> own(Kind kind) {
      return own().stream().filter(scope -> scope.kind() == kind).findFirst();
    }

    @Override
    public Provenance provenance(String source, Instant at) {
      return new Provenance(name, Optional.of(attempt), agent, stream, node, source, at);
    }
  }
}
