/** What happens, told to others: every entry of the journal goes out to a bus, after its commit. */
@NullMarked
package dev.godmode.control.bus;

import org.jspecify.annotations.NullMarked;
