/** A small embedding model that runs within control, without a network. */
@NullMarked
package dev.godmode.adapters.embeddings;

import org.jspecify.annotations.NullMarked;
