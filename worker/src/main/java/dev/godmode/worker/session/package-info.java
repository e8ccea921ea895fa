@NullMarked
package dev.godmode.worker.session;

import org.jspecify.annotations.NullMarked;
