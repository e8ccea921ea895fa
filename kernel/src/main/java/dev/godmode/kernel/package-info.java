/**
 * The deterministic core: commands in, events and effects out. No clock, no randomness, no input or
 * output, no logger: time and ids come in with the command.
 */
@NullMarked
package dev.godmode.kernel;

import org.jspecify.annotations.NullMarked;
