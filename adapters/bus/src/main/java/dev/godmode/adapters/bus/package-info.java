/** Buses on real brokers. */
@NullMarked
package dev.godmode.adapters.bus;

import org.jspecify.annotations.NullMarked;
