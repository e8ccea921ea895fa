/** What happened when, and by what: one trace for each task. */
@NullMarked
package dev.godmode.protocol.trace;

import org.jspecify.annotations.NullMarked;
