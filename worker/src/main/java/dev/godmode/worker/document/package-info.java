/**
 * The fleet's documents on this node.
 *
 * <p>Control tells of its newest snapshot; what this node lacks of it is pulled, piece by piece,
 * and only when all of it is here and is what control signed it takes the place of the one before.
 * What attempts use stays as it is until they end.
 *
 * <pre>
 * documents/held.json                which snapshot attempts get, as control signed it
 * documents/snapshots/7-3f2a91c04d1e its files, read-only
 * documents/incoming/HASH            what has come of a document so far
 * </pre>
 */
@NullMarked
package dev.godmode.worker.document;

import org.jspecify.annotations.NullMarked;
