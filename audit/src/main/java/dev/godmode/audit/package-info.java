@NullMarked
package dev.godmode.audit;

import org.jspecify.annotations.NullMarked;
