/**
 * The canonical documents: what control alone may change, kept as signed snapshots.
 *
 * <p>The workspace's files are where people write. A while after they have changed a snapshot is
 * taken: the kernel gives it a number, the fleet's authority signs it, the store keeps it, and
 * nodes pull it. Each step can be repeated: whoever dies between two of them begins again with the
 * files.
 */
@NullMarked
package dev.godmode.control.document;

import org.jspecify.annotations.NullMarked;
