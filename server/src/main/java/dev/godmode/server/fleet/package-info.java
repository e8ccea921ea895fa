@NullMarked
package dev.godmode.server.fleet;

import org.jspecify.annotations.NullMarked;
