/** How many attempts of a type of agent may run at once, decided from what waits. */
@NullMarked
package dev.godmode.kernel.scaling;

import org.jspecify.annotations.NullMarked;
