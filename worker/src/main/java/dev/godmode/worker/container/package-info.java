/**
 * Programs in containers, by the engine that runs on the node.
 *
 * <p>Docker and Podman speak the same protocol on a Unix socket. {@link
 * dev.godmode.worker.container.EngineWatch} finds the socket, asks the engine what it is, and looks
 * again and again; the node has the skill {@code container} for as long as there is an answer. A
 * container is made for one program, bears its attempt's key and this node's id as labels, and is
 * removed when the program has ended. Whatever bears this node's id and belongs to no attempt that
 * runs was left by a worker that was killed, or by an engine that went away, and is removed when
 * the engine is found.
 */
@NullMarked
package dev.godmode.worker.container;

import org.jspecify.annotations.NullMarked;
