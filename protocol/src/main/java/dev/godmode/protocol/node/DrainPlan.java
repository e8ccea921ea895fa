package dev.godmode.protocol.node;

/**
 * How a node drains.
 *
 * @param held how many attempts it held when it began
 * @param handOver whether they are taken elsewhere as soon as there is room, and not only in the
 *     end
 */
public record DrainPlan(int held, boolean handOver) {}
