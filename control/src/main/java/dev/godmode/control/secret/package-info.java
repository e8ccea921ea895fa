/**
 * Where secrets come from, and through which brokers they may go out.
 *
 * <p>Config names them ({@code secret://github-token}); control looks for the value in its sources,
 * in the order in which {@code secrets.yaml} names them, at the moment it is needed, and keeps it
 * nowhere. A source that is in trouble ends the search: the value that another one has may be an
 * old one. No value is in an event, a table, a log line, an error or an argument list; its type
 * does not print it.
 */
@NullMarked
package dev.godmode.control.secret;

import org.jspecify.annotations.NullMarked;
