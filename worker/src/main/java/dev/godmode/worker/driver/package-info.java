/**
 * How agents' programs are spoken to.
 *
 * <p>A {@link dev.godmode.worker.driver.Dialect} knows one program: how it is started, what its
 * lines mean, how it is answered. It is pure, lines in, lines and happenings out, so that recorded
 * lines test it. A {@link dev.godmode.worker.driver.Conversation} holds one end of the pipe and
 * tells the attempt what happens, in words that all dialects share.
 */
@NullMarked
package dev.godmode.worker.driver;

import org.jspecify.annotations.NullMarked;
