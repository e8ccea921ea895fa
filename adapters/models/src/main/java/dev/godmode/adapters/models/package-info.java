/** Providers over HTTP, with the JDK's client. */
@NullMarked
package dev.godmode.adapters.models;

import org.jspecify.annotations.NullMarked;
