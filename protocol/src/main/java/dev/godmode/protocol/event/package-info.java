@NullMarked
package dev.godmode.protocol.event;

import org.jspecify.annotations.NullMarked;
