/**
 * What agents and people remember: texts with a scope, where they come from, and how they are found
 * again.
 *
 * <p>A {@link dev.godmode.control.memory.MemoryStore store} holds the truth and numbers each change
 * of it. An {@link dev.godmode.control.memory.MemoryIndex index} follows these numbers ({@link
 * dev.godmode.control.memory.IndexFollower}) and can be made anew at any time. A {@link
 * dev.godmode.control.memory.Recall recall} asks the index for words and for meaning, and the graph
 * for what is near, and joins what they say; whatever it finds is read from the store again and
 * held against who asks, so an index that lags or lies shows nobody what is not theirs.
 *
 * <p>What is remembered is data: no text gives its reader a right, a scope or an order.
 */
@NullMarked
package dev.godmode.control.memory;

import org.jspecify.annotations.NullMarked;
