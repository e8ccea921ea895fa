@NullMarked
package dev.godmode.protocol.stream;

import org.jspecify.annotations.NullMarked;
