@NullMarked
package dev.godmode.architecture.canary.kernel;

import org.jspecify.annotations.NullMarked;
