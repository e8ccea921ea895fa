/** Snapshots of documents in a git repository of control's own, and what differs between texts. */
@NullMarked
package dev.godmode.adapters.git;

import org.jspecify.annotations.NullMarked;
