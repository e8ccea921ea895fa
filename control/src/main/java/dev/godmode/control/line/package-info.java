/** Texts that come as lines, cut with limits. */
@NullMarked
package dev.godmode.control.line;

import org.jspecify.annotations.NullMarked;
