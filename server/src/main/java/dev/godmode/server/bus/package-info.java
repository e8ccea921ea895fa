/** The bus that control tells what happens. */
@NullMarked
package dev.godmode.server.bus;

import org.jspecify.annotations.NullMarked;
