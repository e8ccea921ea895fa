/** The simulated fleet: real kernel, everything else under one seed and virtual time. */
@NullMarked
package dev.godmode.testkit.sim;

import org.jspecify.annotations.NullMarked;
