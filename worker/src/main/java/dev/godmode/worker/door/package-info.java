/** The fleet's models on the node's loopback, for programs that know only an address and a key. */
@NullMarked
package dev.godmode.worker.door;

import org.jspecify.annotations.NullMarked;
