@NullMarked
package dev.godmode.kernel.task;

import org.jspecify.annotations.NullMarked;
