@NullMarked
package dev.godmode.control.engine;

import org.jspecify.annotations.NullMarked;
