@NullMarked
package dev.godmode.protocol.money;

import org.jspecify.annotations.NullMarked;
