/** A large fleet in one process: real connections and certificates, no programs. */
@NullMarked
package dev.godmode.testkit.load;

import org.jspecify.annotations.NullMarked;
