/** Providers over HTTP, with Apache's client. */
@NullMarked
package dev.godmode.adapters.models;

import org.jspecify.annotations.NullMarked;
