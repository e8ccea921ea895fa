/**
 * An agent's program of our own, for any model that speaks chat completions: it asks the model,
 * does what the model calls for, and asks again. It is a process of its own, and its worker speaks
 * to it by JSON lines.
 */
@NullMarked
package dev.godmode.worker.loop;

import org.jspecify.annotations.NullMarked;
