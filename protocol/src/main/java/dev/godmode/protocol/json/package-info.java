@NullMarked
package dev.godmode.protocol.json;

import org.jspecify.annotations.NullMarked;
