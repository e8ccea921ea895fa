@NullMarked
package dev.godmode.kernel.placement;

import org.jspecify.annotations.NullMarked;
