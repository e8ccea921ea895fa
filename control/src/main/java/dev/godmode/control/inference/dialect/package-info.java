/** Brings questions and answers from one dialect into another. Pure: nothing here waits. */
@NullMarked
package dev.godmode.control.inference.dialect;

import org.jspecify.annotations.NullMarked;
