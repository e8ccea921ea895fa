@NullMarked
package dev.godmode.protocol.text;

import org.jspecify.annotations.NullMarked;
