/** What is remembered only as long as there is room. */
@NullMarked
package dev.godmode.protocol.recent;

import org.jspecify.annotations.NullMarked;
