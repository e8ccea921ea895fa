@NullMarked
package dev.godmode.control.agent;

import org.jspecify.annotations.NullMarked;
