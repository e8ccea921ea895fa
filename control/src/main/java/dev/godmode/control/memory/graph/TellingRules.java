package dev.godmode.control.memory.graph;

import dev.godmode.control.memory.Memory;
import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.graph.Entity.Kind;
import dev.godmode.control.memory.graph.Surroundings.Page;
import dev.godmode.kernel.node.Node;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** What memories, tasks, machines and documents tell, by rule. */
final class TellingRules {

  /** A graph that was made by other rules is made anew. */
  static final String VERSION = "1";

  static final String MENTIONS = "mentions";

  /** Of a document so much is read. In characters. */
  private static final int READ_MAX = 65_536;

  private TellingRules() {}

  /** Relations of one teller, put together. */
  private static final class Lines {
    private final Entity teller;
    private final List<Relation> relations = new ArrayList<>();

    private Lines(Entity teller) {
      this.teller = teller;
    }

    private Lines add(String verb, Kind kind, String name) {
      return Entity.fits(name) ? add(verb, new Entity(kind, name)) : this;
    }

    private Lines add(String verb, Entity to) {
      if (!teller.equals(to)) {
        relations.add(new Relation(teller, verb, to));
      }
      return this;
    }

    private Lines mentions(String text, FleetNames names) {
      TextRules.named(text, names).forEach(one -> add(MENTIONS, one));
      return this;
    }

    private Telling telling(MemoryScope scope, String mark) {
      return new Telling(teller, scope, mark, relations);
    }
  }

  /** A memory tells where it comes from, what it mentions, its tags, and what it says outright. */
  static Telling of(Memory memory, FleetNames names) {
    var from = memory.from();
    var lines = new Lines(Entity.memory(memory.id()));
    from.attempt()
        .map(AttemptKey::task)
        .map(TaskId::value)
        .ifPresent(id -> lines.add("comes from", Kind.TASK, id));
    lines
        .add("was remembered by", Kind.AGENT, from.agent())
        .add("belongs to", Kind.STREAM, from.stream())
        .add("was remembered on", Kind.NODE, from.node());
    memory.tags().forEach(tag -> lines.add("is tagged", Kind.TAG, tag));
    lines.mentions(memory.text(), names);
    for (var said : said(memory.text(), names)) {
      lines.add(MENTIONS, said.from()).add(MENTIONS, said.to()).relations.add(said);
    }
    return lines.telling(memory.scope(), "");
  }

  private static List<Relation> said(String text, FleetNames names) {
    return text.lines()
        .map(line -> SaidRelation.read(line, names))
        .flatMap(Optional::stream)
        .limit(TextRules.ENTITIES_MAX)
        .toList();
  }

  /** A task tells its stream, or of its own type of agent, what it is about and where it ran. */
  static Telling of(Task task, FleetNames names) {
    var spec = task.spec();
    var lines = new Lines(new Entity(Kind.TASK, task.id().value()));
    lines
        .add("is done by", Kind.AGENT, spec.agentType())
        .add("belongs to", Kind.STREAM, spec.stream());
    var nodes = new LinkedHashSet<String>();
    task.attempts().forEach(attempt -> nodes.add(attempt.node().value()));
    nodes.forEach(node -> lines.add("ran on", Kind.NODE, node));
    spec.after().forEach(other -> lines.add("comes after", Kind.TASK, other.value()));
    spec.parent().ifPresent(other -> lines.add("is part of", Kind.TASK, other.value()));
    lines.mentions(spec.name() + "\n" + spec.goal(), names);
    return lines.telling(
        spec.stream().isBlank()
            ? MemoryScope.agent(spec.agentType())
            : MemoryScope.stream(spec.stream()),
        "");
  }

  /** A machine tells those who are on it what it offers. */
  static Telling of(Node node) {
    var lines = new Lines(new Entity(Kind.NODE, node.id().value()));
    var skills =
        node.inventory().map(found -> found.skills().stream().sorted().toList()).orElse(List.of());
    skills.forEach(skill -> lines.add("offers", Kind.TAG, skill));
    return lines.telling(MemoryScope.node(node.id().value()), String.join(" ", skills));
  }

  /** A document goes to every attempt: it tells the fleet what it mentions. */
  static Telling of(Page page, FleetNames names) {
    var text = page.text().get();
    return new Lines(new Entity(Kind.DOCUMENT, page.path()))
        .mentions(text.substring(0, Math.min(READ_MAX, text.length())), names)
        .telling(MemoryScope.FLEET, page.mark());
  }
}
