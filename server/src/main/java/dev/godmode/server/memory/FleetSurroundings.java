package dev.godmode.server.memory;

import dev.godmode.control.document.DocumentLibrary;
import dev.godmode.control.memory.Memory;
import dev.godmode.control.memory.MemoryStore;
import dev.godmode.control.memory.graph.Entity;
import dev.godmode.control.memory.graph.Entity.Kind;
import dev.godmode.control.memory.graph.FleetNames;
import dev.godmode.control.memory.graph.Surroundings;
import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.document.Document;
import dev.godmode.protocol.task.TaskId;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The fleet as this control knows it: its kernel's nodes and names, its tables' tasks, its
 * documents.
 */
final class FleetSurroundings implements Surroundings {

  /** Ids as control makes them. */
  private static final Pattern ID = Pattern.compile("[0-9a-hjkmnp-tv-z]{13}");

  /** Of a document so many bytes are read. */
  private static final int READ_MAX = 128 << 10;

  private final ControlMemory.Fleet fleet;
  private final MemoryStore memories;

  FleetSurroundings(ControlMemory.Fleet fleet, MemoryStore memories) {
    this.fleet = fleet;
    this.memories = memories;
  }

  @Override
  public FleetNames names() {
    var names = fleet.engine().read(FleetSurroundings::names).join();
    return word -> Optional.ofNullable(names.get(word)).or(() -> byId(word));
  }

  /** Machines win over streams, and these over agents of the same name. */
  private static Map<String, Entity> names(Kernel kernel) {
    var names = new HashMap<String, Entity>();
    kernel.fleet().agents().keySet().forEach(type -> put(names, type, Kind.AGENT, type));
    kernel.streams().stream()
        .map(stream -> stream.policy().stream())
        .forEach(stream -> put(names, stream, Kind.STREAM, stream));
    kernel.nodes().forEach(node -> put(names, node.name(), Kind.NODE, node.id().value()));
    return names;
  }

  private static void put(Map<String, Entity> names, String word, Kind kind, String name) {
    if (Entity.fits(name)) {
      names.put(word, new Entity(kind, name));
    }
  }

  private Optional<Entity> byId(String word) {
    return Optional.of(word)
        .filter(one -> ID.matcher(one).matches())
        .flatMap(
            id ->
                fleet
                    .tables()
                    .task(new TaskId(id))
                    .map(_ -> new Entity(Kind.TASK, id))
                    .or(() -> memories.find(id).map(Memory::id).map(Entity::memory)));
  }

  /** Those that have ended are in the tables, with those that have not. */
  @Override
  public List<Task> tasks(Collection<TaskId> ids) {
    return fleet.tables().tasks(ids);
  }

  @Override
  public List<Node> nodes() {
    return fleet.engine().read((Kernel kernel) -> List.copyOf(kernel.nodes())).join();
  }

  @Override
  public List<Page> documents() {
    var library = fleet.documents();
    return library.documents().values().stream()
        .map(one -> new Page(one.path(), one.hash(), () -> text(library, one)))
        .toList();
  }

  private static String text(DocumentLibrary library, Document document) {
    return library
        .content(document.hash())
        .map(
            bytes -> new String(bytes, 0, Math.min(READ_MAX, bytes.length), StandardCharsets.UTF_8))
        .orElse("");
  }
}
