/** The folder with {@code tasks/}, {@code agents/} and {@code design_docs/}. */
@NullMarked
package dev.godmode.control.workspace;

import org.jspecify.annotations.NullMarked;
