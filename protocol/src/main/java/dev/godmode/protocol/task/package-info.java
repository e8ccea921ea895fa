@NullMarked
package dev.godmode.protocol.task;

import org.jspecify.annotations.NullMarked;
