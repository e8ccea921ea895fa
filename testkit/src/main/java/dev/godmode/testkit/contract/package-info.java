/** What every implementation of a port must pass: the real one and the one in memory. */
@NullMarked
package dev.godmode.testkit.contract;

import org.jspecify.annotations.NullMarked;
