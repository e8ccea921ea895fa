/**
 * Answers that are kept, and given again to the same question of the same tenant. Each stream is a
 * tenant with all its attempts, and each person is one. Only whole answers are kept, never faults.
 */
@NullMarked
package dev.godmode.control.inference.cache;

import org.jspecify.annotations.NullMarked;
