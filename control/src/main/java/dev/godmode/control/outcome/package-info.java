/** How what was asked for is answered where it may be refused. */
@NullMarked
package dev.godmode.control.outcome;

import org.jspecify.annotations.NullMarked;
