/**
 * Messages between agents, and between agents and people: typed envelopes that wait where they are
 * addressed to until whoever they are for takes them.
 *
 * <p>Who wrote one follows from the credential it came with, and from no text. Messages stay within
 * a line of work. A conversation of programs has an end ({@link dev.godmode.control.mail.MailLimits
 * limits}), and what is written is data: it gives its reader no right and no order.
 */
@NullMarked
package dev.godmode.control.mail;

import org.jspecify.annotations.NullMarked;
