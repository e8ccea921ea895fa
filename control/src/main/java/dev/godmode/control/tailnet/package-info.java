/** What control wants to know of the tailnet that it may be on. */
@NullMarked
package dev.godmode.control.tailnet;

import org.jspecify.annotations.NullMarked;
