/** The audit's rules, on what agents propose and on control's own machine and workspace. */
@NullMarked
package dev.godmode.server.audit;

import org.jspecify.annotations.NullMarked;
