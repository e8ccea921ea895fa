/** Stores of secrets that are outside of God Mode. */
@NullMarked
package dev.godmode.adapters.secrets;

import org.jspecify.annotations.NullMarked;
