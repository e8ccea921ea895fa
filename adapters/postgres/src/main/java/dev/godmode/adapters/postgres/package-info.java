@NullMarked
package dev.godmode.adapters.postgres;

import org.jspecify.annotations.NullMarked;
