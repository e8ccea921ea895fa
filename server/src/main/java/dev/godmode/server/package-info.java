@NullMarked
package dev.godmode.server;

import org.jspecify.annotations.NullMarked;
