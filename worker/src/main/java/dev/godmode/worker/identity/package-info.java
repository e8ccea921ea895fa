@NullMarked
package dev.godmode.worker.identity;

import org.jspecify.annotations.NullMarked;
