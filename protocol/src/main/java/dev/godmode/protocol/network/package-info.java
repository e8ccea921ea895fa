/** How machines of the fleet reach each other. */
@NullMarked
package dev.godmode.protocol.network;

import org.jspecify.annotations.NullMarked;
