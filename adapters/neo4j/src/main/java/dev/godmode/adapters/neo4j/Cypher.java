package dev.godmode.adapters.neo4j;

import java.util.List;

/**
 * All that is said to a Neo4j. What anybody wrote is only ever the value of a parameter.
 *
 * <p>A relation is a relationship between two entities, and says itself once more whom it joins: so
 * an index has the last ones of an entity at hand, however many there are. What is read is read
 * only where the graph is this fleet's.
 */
final class Cypher {

  static final List<String> SCHEMA =
      List.of(
          "create constraint godmode_entity if not exists for (e:GodModeEntity) require e.word is unique",
          "create constraint godmode_teller if not exists for (t:GodModeTeller) require t.word is unique",
          "create index godmode_teller_by_kind if not exists for (t:GodModeTeller) on (t.kind)",
          "create index godmode_told_by if not exists for ()-[r:GODMODE_TOLD]-() on (r.teller)",
          "create index godmode_told_from if not exists for ()-[r:GODMODE_TOLD]-() on (r.source, r.scope, r.teller)",
          "create index godmode_told_to if not exists for ()-[r:GODMODE_TOLD]-() on (r.target, r.scope, r.teller)",
          "create index godmode_told_from_in_all if not exists for ()-[r:GODMODE_TOLD]-() on (r.source, r.teller)",
          "create index godmode_told_to_in_all if not exists for ()-[r:GODMODE_TOLD]-() on (r.target, r.teller)");

  static final String HEAD =
      "match (h:GodModeHead) return h.position as position, h.rules as rules, h.fleet as fleet";

  static final String BEGIN =
      "merge (h:GodModeHead) set h.position = 0, h.rules = $rules, h.fleet = $fleet";

  /** Some at a time, for a transaction is held in memory. */
  static final String EMPTY =
      """
      match (n) where n:GodModeEntity or n:GodModeTeller
      with n limit $limit
      detach delete n
      return count(*) as gone
      """;

  static final String ADVANCE =
      "match (h:GodModeHead {fleet: $fleet}) set h.position = $position return h.rules as rules";

  static final String DELETE_TELLERS =
      "unwind $tellers as teller match (t:GodModeTeller {word: teller}) delete t";

  /** Says whom they joined. */
  static final String DELETE_TOLD =
      """
      unwind $tellers as teller
      match ()-[r:GODMODE_TOLD]->() where r.teller = teller
      with r, r.source as source, r.target as target
      delete r
      return source, target
      """;

  static final String INSERT_TELLERS =
      "unwind $tellers as one create (t:GodModeTeller) set t = one";

  static final String INSERT_TOLD =
      """
      unwind $told as one
      merge (source:GodModeEntity {word: one.source})
      merge (target:GodModeEntity {word: one.target})
      create (source)-[r:GODMODE_TOLD]->(target) set r = one
      """;

  /** Nothing stays of what nobody tells any more. */
  static final String DELETE_UNTOLD =
      """
      unwind $entities as word
      match (e:GodModeEntity {word: word}) where not (e)--()
      delete e
      """;

  static final String MARKS =
      """
      match (:GodModeHead {fleet: $fleet})
      match (t:GodModeTeller {kind: $kind})
      return t.word as teller, t.mark as mark
      """;

  static final String AROUND_IN_SCOPES =
      """
      match (:GodModeHead {fleet: $fleet})
      unwind $entities as entity
      unwind $scopes as seen
      call (entity, seen) {
        match ()-[r:GODMODE_TOLD]->() where r.source = entity and r.scope = seen and r.teller is not null
        return r order by r.source desc, r.scope desc, r.teller desc limit $limit
        union all
        match ()-[r:GODMODE_TOLD]->() where r.target = entity and r.scope = seen and r.teller is not null
        return r order by r.target desc, r.scope desc, r.teller desc limit $limit
      }
      return distinct r.source as source, r.verb as verb, r.target as target, r.teller as teller, r.scope as scope
      order by teller desc, source, target, verb
      """;

  static final String AROUND_IN_ALL =
      """
      match (:GodModeHead {fleet: $fleet})
      unwind $entities as entity
      call (entity) {
        match ()-[r:GODMODE_TOLD]->() where r.source = entity and r.teller is not null
        return r order by r.source desc, r.teller desc limit $limit
        union all
        match ()-[r:GODMODE_TOLD]->() where r.target = entity and r.teller is not null
        return r order by r.target desc, r.teller desc limit $limit
      }
      return distinct r.source as source, r.verb as verb, r.target as target, r.teller as teller, r.scope as scope
      order by teller desc, source, target, verb
      """;

  static final String STRAYS =
      """
      match (:GodModeHead {fleet: $fleet})
      match (t:GodModeTeller {kind: $kind})
      where not exists {
        match (:GodModeEntity {word: t.word})-[r:GODMODE_TOLD]-() where r.teller <> t.word
      }
      return t.word as teller limit $limit
      """;

  static final String SIZE =
      "match (:GodModeHead {fleet: $fleet}) return count { ()-[:GODMODE_TOLD]->() } as size";

  private Cypher() {}
}
