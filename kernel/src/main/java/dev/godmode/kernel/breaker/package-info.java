/** What failures have in common, and what is kept from failing in the same way again and again. */
@NullMarked
package dev.godmode.kernel.breaker;

import org.jspecify.annotations.NullMarked;
