@NullMarked
package dev.godmode.worker.process;

import org.jspecify.annotations.NullMarked;
