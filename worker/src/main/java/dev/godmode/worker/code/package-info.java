/** Code that the fleet shares, as this node has it. */
@NullMarked
package dev.godmode.worker.code;

import org.jspecify.annotations.NullMarked;
