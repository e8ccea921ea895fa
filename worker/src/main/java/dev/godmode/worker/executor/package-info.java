/** How programs are started, watched and ended on this node, whatever they run in. */
@NullMarked
package dev.godmode.worker.executor;

import org.jspecify.annotations.NullMarked;
