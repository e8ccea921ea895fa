/** Those outside that control tells what happens: a bus, a collector of traces. */
@NullMarked
package dev.godmode.server.outlet;

import org.jspecify.annotations.NullMarked;
