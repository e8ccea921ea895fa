@NullMarked
package dev.godmode.worker;

import org.jspecify.annotations.NullMarked;
