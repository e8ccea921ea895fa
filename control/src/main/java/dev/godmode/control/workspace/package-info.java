@NullMarked
package dev.godmode.control.workspace;

import org.jspecify.annotations.NullMarked;
