/** The canonical documents as this control serves them. */
@NullMarked
package dev.godmode.server.document;

import org.jspecify.annotations.NullMarked;
