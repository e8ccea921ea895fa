@NullMarked
package dev.godmode.control.log;

import org.jspecify.annotations.NullMarked;
