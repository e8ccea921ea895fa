package dev.godmode.control.memory.graph;

/**
 * One entity has to do with another.
 *
 * @param verb how, as it is read: "mentions", "depends on"
 */
public record Relation(Entity from, String verb, Entity to) {

  /** In characters. */
  public static final int VERB_MAX = 60;

  public Relation {
    if (verb.isBlank() || verb.length() > VERB_MAX) {
      throw new IllegalArgumentException(
          "'%.80s' is no relation: say 1 to %d characters, as 'depends on'"
              .formatted(verb, VERB_MAX));
    }
    if (from.equals(to)) {
      throw new IllegalArgumentException(
          "%s has nothing to do with itself: name two different things".formatted(from.word()));
    }
  }

  public boolean touches(Entity entity) {
    return from.equals(entity) || to.equals(entity);
  }

  /** The one at the other end. */
  public Entity other(Entity entity) {
    return from.equals(entity) ? to : from;
  }
}
