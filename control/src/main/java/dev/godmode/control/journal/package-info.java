@NullMarked
package dev.godmode.control.journal;

import org.jspecify.annotations.NullMarked;
