@NullMarked
package dev.godmode.control.projection;

import org.jspecify.annotations.NullMarked;
