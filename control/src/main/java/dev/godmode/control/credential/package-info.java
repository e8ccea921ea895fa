/**
 * What an attempt may show for itself.
 *
 * <p>A credential is bound to a lease, and is never better than it: whoever checks one asks whether
 * the lease under that very fence still lives. So nothing has to be told to anybody when an attempt
 * ends, is taken back, or is revoked; the next request finds out. It also ends by itself, fifteen
 * minutes after it was made at the latest; a worker asks for another one while the lease lives.
 *
 * <p>What it allows is confined twice: to the scopes it names, and to the attempt's own task and
 * the tasks that this one handed in.
 */
@NullMarked
package dev.godmode.control.credential;

import org.jspecify.annotations.NullMarked;
