/** Agent profiles, as the files {@code agents/*.yaml} of a workspace describe them. */
@NullMarked
package dev.godmode.control.agent;

import org.jspecify.annotations.NullMarked;
