/** Copies of the model gateway in processes of their own, which have control for their books. */
@NullMarked
package dev.godmode.control.inference.replica;

import org.jspecify.annotations.NullMarked;
