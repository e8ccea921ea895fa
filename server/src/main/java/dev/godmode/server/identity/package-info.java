@NullMarked
package dev.godmode.server.identity;

import org.jspecify.annotations.NullMarked;
