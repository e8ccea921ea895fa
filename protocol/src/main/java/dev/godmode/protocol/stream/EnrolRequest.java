package dev.godmode.protocol.stream;

/**
 * Asks control to sign a node's key.
 *
 * @param secret the secret part of the join code
 * @param hostName the machine's name; control makes it unique in the fleet
 * @param certificateRequest PKCS#10, PEM; the private key never leaves the node
 */
public record EnrolRequest(String secret, String hostName, String certificateRequest) {}
