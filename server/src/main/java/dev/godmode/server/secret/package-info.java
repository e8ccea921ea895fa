/** Who gets which secret, and what people may know of them. */
@NullMarked
package dev.godmode.server.secret;

import org.jspecify.annotations.NullMarked;
