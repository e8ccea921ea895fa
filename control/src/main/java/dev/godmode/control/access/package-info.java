/** Who may do what. */
@NullMarked
package dev.godmode.control.access;

import org.jspecify.annotations.NullMarked;
