/** Where control listens, and whom of the network it lets near. */
@NullMarked
package dev.godmode.server.network;

import org.jspecify.annotations.NullMarked;
