@NullMarked
package dev.godmode.worker.inventory;

import org.jspecify.annotations.NullMarked;
