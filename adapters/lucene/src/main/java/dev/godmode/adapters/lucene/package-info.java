/** The index of memories in Lucene: words and vectors in one place, in files of control's own. */
@NullMarked
package dev.godmode.adapters.lucene;

import org.jspecify.annotations.NullMarked;
