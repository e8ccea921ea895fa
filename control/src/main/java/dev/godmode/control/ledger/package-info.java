/**
 * The journal as people search it.
 *
 * <p>The journal itself is a row for each batch, found by number. Beside it stands an index of
 * blocks of {@link dev.godmode.control.ledger.LedgerIndex#BLOCK} entries: of each key (who, kind,
 * stream, agent, node) the entries it is on, as bits, and of each entry its sentence. It is written
 * behind the journal, a block at a time and never in a hurry, so that nothing waits for it; what is
 * newer than the last whole block is read from the journal. All of it can be made anew.
 */
@NullMarked
package dev.godmode.control.ledger;

import org.jspecify.annotations.NullMarked;
