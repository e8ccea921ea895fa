@NullMarked
package dev.godmode.client;

import org.jspecify.annotations.NullMarked;
