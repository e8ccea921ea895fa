package dev.godmode.adapters.neo4j;

import dev.godmode.control.memory.MemoryIndex.IndexFault;
import dev.godmode.control.memory.MemoryScope;
import dev.godmode.control.memory.graph.Entity;
import dev.godmode.control.memory.graph.GraphAddress;
import dev.godmode.control.memory.graph.KnowledgeGraph;
import dev.godmode.control.memory.graph.Relation;
import dev.godmode.control.memory.graph.Telling;
import dev.godmode.control.secret.SecretValue;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.TransactionContext;
import org.neo4j.driver.Value;
import org.neo4j.driver.summary.ResultSummary;

/** The graph in a Neo4j, each relation with who tells it. It is one fleet's and no other's. */
public final class Neo4jKnowledgeGraph implements KnowledgeGraph {

  /** Of entities and tellers that are deleted together. */
  private static final int DELETED_MAX = 5_000;

  private final Neo4jConnection connection;
  private final GraphAddress address;
  private final String fleet;

  /**
   * One that is not connected yet.
   *
   * @param key {@code USER:PASSWORD}, asked for at each connection
   * @param fleet whose it is
   */
  public Neo4jKnowledgeGraph(
      GraphAddress address, Supplier<Optional<SecretValue>> key, String fleet, LongSupplier nanos) {
    this.connection = new Neo4jConnection(address, key, nanos);
    this.address = address;
    this.fleet = fleet;
  }

  @Override
  public Head head() {
    return connection.with(this::head);
  }

  private Head head(Session session) {
    return session.executeRead(tx -> tx.run(Cypher.HEAD).list()).stream()
        .map(this::ours)
        .findFirst()
        .orElseGet(() -> new Head(0, ""));
  }

  private Head ours(Record row) {
    if (!row.get("fleet").asString().equals(fleet)) {
      throw anothers();
    }
    return new Head(row.get("position").asLong(), row.get("rules").asString());
  }

  private IndexFault anothers() {
    return new IndexFault(
        "the graph at %s is another fleet's: name another database, or empty that one"
            .formatted(address));
  }

  /** It has no rules until it is empty: one that is cut off is begun again. */
  @Override
  public void begin(String rules) {
    head(); // It throws where the graph is another fleet's.
    Cypher.SCHEMA.forEach(one -> connection.with(session -> session.run(one).consume()));
    connection.with(session -> begun(session, ""));
    while (connection.with(Neo4jKnowledgeGraph::emptied) > 0) {
      // Some more.
    }
    connection.with(session -> begun(session, rules));
  }

  private ResultSummary begun(Session session, String rules) {
    return session.executeWrite(tx -> tx.run(Cypher.BEGIN, with("rules", rules)).consume());
  }

  private static long emptied(Session session) {
    return session.executeWrite(
        tx -> tx.run(Cypher.EMPTY, Map.of("limit", DELETED_MAX)).single().get("gone").asLong());
  }

  @Override
  public void apply(List<Telling> tellings, Collection<Entity> gone, long position) {
    connection.with(session -> session.executeWrite(tx -> applied(tx, tellings, gone, position)));
  }

  private long applied(
      TransactionContext tx, List<Telling> tellings, Collection<Entity> gone, long position) {
    if (tx.run(Cypher.ADVANCE, with("position", position)).list().isEmpty()) {
      throw anothers();
    }
    var silent =
        Map.<String, Object>of(
            "tellers",
            Stream.concat(gone.stream(), tellings.stream().map(Telling::teller))
                .map(Entity::word)
                .toList());
    tx.run(Cypher.DELETE_TELLERS, silent).consume();
    var touched = new HashSet<String>();
    for (var row : tx.run(Cypher.DELETE_TOLD, silent).list()) {
      touched.add(row.get("source").asString());
      touched.add(row.get("target").asString());
    }
    var tellers = tellings.stream().map(Neo4jKnowledgeGraph::teller).toList();
    tx.run(Cypher.INSERT_TELLERS, Map.of("tellers", tellers)).consume();
    var told = tellings.stream().flatMap(Neo4jKnowledgeGraph::told).toList();
    tx.run(Cypher.INSERT_TOLD, Map.of("told", told)).consume();
    tx.run(Cypher.DELETE_UNTOLD, Map.of("entities", List.copyOf(touched))).consume();
    return position;
  }

  private static Map<String, Object> teller(Telling telling) {
    return Map.of(
        "word", telling.teller().word(),
        "kind", telling.teller().kind().word(),
        "scope", telling.scope().word(),
        "mark", telling.mark());
  }

  private static Stream<Map<String, Object>> told(Telling telling) {
    return telling.relations().stream()
        .map(
            one ->
                Map.of(
                    "teller", telling.teller().word(),
                    "scope", telling.scope().word(),
                    "source", one.from().word(),
                    "verb", one.verb(),
                    "target", one.to().word()));
  }

  @Override
  public Map<Entity, String> marks(Entity.Kind kind) {
    return rows(Cypher.MARKS, with("kind", kind.word())).stream()
        .collect(Collectors.toMap(row -> entity(row.get("teller")), row -> text(row.get("mark"))));
  }

  @Override
  public List<Told> around(
      Collection<Entity> entities, Optional<Set<MemoryScope>> scopes, int limit) {
    var asked = with("entities", entities.stream().map(Entity::word).distinct().toList());
    asked.put("limit", limit);
    scopes.ifPresent(some -> asked.put("scopes", some.stream().map(MemoryScope::word).toList()));
    return rows(scopes.isPresent() ? Cypher.AROUND_IN_SCOPES : Cypher.AROUND_IN_ALL, asked).stream()
        .map(Neo4jKnowledgeGraph::told)
        .toList();
  }

  private static Told told(Record row) {
    return new Told(
        new Relation(entity(row.get("source")), text(row.get("verb")), entity(row.get("target"))),
        entity(row.get("teller")),
        MemoryScope.parse(text(row.get("scope"))));
  }

  @Override
  public List<Entity> strays(Entity.Kind kind, int limit) {
    var asked = with("kind", kind.word());
    asked.put("limit", limit);
    return rows(Cypher.STRAYS, asked).stream().map(row -> entity(row.get("teller"))).toList();
  }

  @Override
  public long size() {
    return rows(Cypher.SIZE, with("fleet", fleet)).stream()
        .mapToLong(row -> row.get("size").asLong())
        .sum();
  }

  private List<Record> rows(String cypher, Map<String, Object> asked) {
    return connection.with(session -> session.executeRead(tx -> tx.run(cypher, asked).list()));
  }

  private Map<String, Object> with(String name, Object value) {
    var parameters = new HashMap<String, Object>();
    parameters.put("fleet", fleet);
    parameters.put(name, value);
    return parameters;
  }

  private static Entity entity(Value word) {
    return Entity.parse(text(word));
  }

  private static String text(Value value) {
    return value.asString();
  }

  @Override
  public void close() {
    connection.close();
  }
}
