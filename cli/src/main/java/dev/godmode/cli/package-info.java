@NullMarked
package dev.godmode.cli;

import org.jspecify.annotations.NullMarked;
