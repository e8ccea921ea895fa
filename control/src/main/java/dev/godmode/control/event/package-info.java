@NullMarked
package dev.godmode.control.event;

import org.jspecify.annotations.NullMarked;
