/**
 * Servers of models on nodes, as many as are asked for.
 *
 * <p>An agent's profile says that its program is such a server ({@code serves}). Each server is
 * kept running by the kernel as a persistent agent is; how many there are is decided here, by the
 * calls that the gateway has under way at them and those that wait for one. A decision goes to the
 * kernel first, and so to the ledger; servers are started and dismissed until there are as many.
 *
 * <p>What is not needed any more gets no new calls, finishes those that it has, and is dismissed
 * then. A server that a person stopped, or that waits for one, keeps its place: nothing is started
 * in its stead, and nothing of it is swept away.
 */
@NullMarked
package dev.godmode.control.serving;

import org.jspecify.annotations.NullMarked;
