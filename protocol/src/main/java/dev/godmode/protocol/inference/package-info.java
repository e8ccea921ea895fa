@NullMarked
package dev.godmode.protocol.inference;

import org.jspecify.annotations.NullMarked;
