package dev.godmode.protocol.code;

import dev.godmode.protocol.task.Checkout;

/**
 * What a node is to have.
 *
 * @param name of the code
 */
public record NodeCode(String name, Checkout at) {}
