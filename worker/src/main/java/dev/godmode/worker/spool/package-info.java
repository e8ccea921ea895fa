@NullMarked
package dev.godmode.worker.spool;

import org.jspecify.annotations.NullMarked;
