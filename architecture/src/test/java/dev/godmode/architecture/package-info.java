@NullMarked
package dev.godmode.architecture;

import org.jspecify.annotations.NullMarked;
