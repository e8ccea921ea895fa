package dev.godmode.kernel.node;

import dev.godmode.protocol.node.Usage;
import java.time.Instant;

/** A node's signs of life: never in the journal, gone with a restart. */
public record NodeSigns(Instant heardAt, Usage usage, boolean connected) {}
