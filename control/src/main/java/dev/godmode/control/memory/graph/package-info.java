/**
 * What memories, tasks, machines and documents have to do with each other: a knowledge graph of
 * entities and relations, made by rule and followed by walking a few relations.
 *
 * <p>Each relation is told by something: a memory, a task of which something was remembered, a
 * machine, a document. What a teller says goes when the teller goes, and is seen in the teller's
 * scope and nowhere else; an entity is nothing but an end of relations, so nothing of it stays. A
 * {@link dev.godmode.control.memory.graph.GraphFollower follower} brings a {@link
 * dev.godmode.control.memory.graph.KnowledgeGraph graph} to where the memories are, from the
 * beginning where it must: the graph can be thrown away at any time, and kept elsewhere.
 */
@NullMarked
package dev.godmode.control.memory.graph;

import org.jspecify.annotations.NullMarked;
