/** The fleet's canonical documents as they cross a process border: snapshots, signed. */
@NullMarked
package dev.godmode.protocol.document;

import org.jspecify.annotations.NullMarked;
