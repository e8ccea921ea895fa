package dev.godmode.protocol.task;

/**
 * That an attempt may have a secret.
 *
 * @param secret its name, never its value
 * @param why the line of the policy that says so
 */
public record SecretGrant(String secret, String why) {}
