@NullMarked
package dev.godmode.kernel.node;

import org.jspecify.annotations.NullMarked;
