/** Messages over HTTP. */
@NullMarked
package dev.godmode.server.mail;

import org.jspecify.annotations.NullMarked;
