@NullMarked
package dev.godmode.testkit;

import org.jspecify.annotations.NullMarked;
