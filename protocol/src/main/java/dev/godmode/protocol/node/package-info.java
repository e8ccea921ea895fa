@NullMarked
package dev.godmode.protocol.node;

import org.jspecify.annotations.NullMarked;
