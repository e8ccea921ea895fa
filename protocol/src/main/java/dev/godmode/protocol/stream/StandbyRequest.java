package dev.godmode.protocol.stream;

/**
 * Asks the control that decides to make another one its equal.
 *
 * @param secret the secret part of the standby code
 * @param name what the other is called
 */
public record StandbyRequest(String secret, String name) {}
