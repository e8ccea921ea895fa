/** Where attempts begin, and what becomes of what they change. */
@NullMarked
package dev.godmode.server.change;

import org.jspecify.annotations.NullMarked;
