/** What connections to control have in common, whatever goes over them. */
@NullMarked
package dev.godmode.worker.connection;

import org.jspecify.annotations.NullMarked;
