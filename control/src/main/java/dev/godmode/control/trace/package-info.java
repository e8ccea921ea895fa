/**
 * One trace for each task: what it waited for, its attempts, and what they did. It is made from
 * what is known anyway, whenever somebody wants it, and kept nowhere.
 */
@NullMarked
package dev.godmode.control.trace;

import org.jspecify.annotations.NullMarked;
