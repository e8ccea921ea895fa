@NullMarked
package dev.godmode.worker.attempt;

import org.jspecify.annotations.NullMarked;
