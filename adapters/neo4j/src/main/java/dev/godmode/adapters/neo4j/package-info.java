/** The graph of memories in a Neo4j. */
@NullMarked
package dev.godmode.adapters.neo4j;

import org.jspecify.annotations.NullMarked;
