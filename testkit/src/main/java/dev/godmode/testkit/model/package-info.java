/** A model server that says what it is told to: no model, and every bad day of one. */
@NullMarked
package dev.godmode.testkit.model;

import org.jspecify.annotations.NullMarked;
