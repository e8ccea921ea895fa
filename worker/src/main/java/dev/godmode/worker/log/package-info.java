@NullMarked
package dev.godmode.worker.log;

import org.jspecify.annotations.NullMarked;
