@NullMarked
package dev.godmode.protocol.api;

import org.jspecify.annotations.NullMarked;
