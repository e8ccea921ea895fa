@NullMarked
package dev.godmode.control.fleet;

import org.jspecify.annotations.NullMarked;
