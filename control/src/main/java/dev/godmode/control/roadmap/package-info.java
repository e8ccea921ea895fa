@NullMarked
package dev.godmode.control.roadmap;

import org.jspecify.annotations.NullMarked;
