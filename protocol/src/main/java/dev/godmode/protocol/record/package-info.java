/** How records are made and varied. */
@NullMarked
package dev.godmode.protocol.record;

import org.jspecify.annotations.NullMarked;
