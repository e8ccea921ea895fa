/** The model gateway on its port. */
@NullMarked
package dev.godmode.server.inference;

import org.jspecify.annotations.NullMarked;
