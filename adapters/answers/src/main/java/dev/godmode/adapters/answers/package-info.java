/** Where answers of models are kept: in memory, with Caffeine, and in a Redis that many share. */
@NullMarked
package dev.godmode.adapters.answers;

import org.jspecify.annotations.NullMarked;
