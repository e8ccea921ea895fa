/** The model gateway as a process of its own, of which there may be many. */
@NullMarked
package dev.godmode.server.replica;

import org.jspecify.annotations.NullMarked;
