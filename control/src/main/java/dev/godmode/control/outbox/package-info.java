/** What is durable, told to others outside: in order, at least once, after its commit. */
@NullMarked
package dev.godmode.control.outbox;

import org.jspecify.annotations.NullMarked;
