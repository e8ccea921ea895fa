/** Memory on its port. */
@NullMarked
package dev.godmode.server.memory;

import org.jspecify.annotations.NullMarked;
