/**
 * What an attempt does while it runs, step by step: the models it asks, the tools it uses. For
 * people who want to see where the time and the money went; nothing is decided by it, so it is no
 * part of the journal, and what is too much of it is left out.
 */
@NullMarked
package dev.godmode.control.step;

import org.jspecify.annotations.NullMarked;
