/** tailscaled, asked by its LocalAPI. */
@NullMarked
package dev.godmode.adapters.tailscale;

import org.jspecify.annotations.NullMarked;
