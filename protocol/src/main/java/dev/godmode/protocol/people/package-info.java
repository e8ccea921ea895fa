/** People and what they are here. */
@NullMarked
package dev.godmode.protocol.people;

import org.jspecify.annotations.NullMarked;
