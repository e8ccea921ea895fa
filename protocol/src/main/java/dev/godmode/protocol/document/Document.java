package dev.godmode.protocol.document;

/**
 * One file of a snapshot.
 *
 * @param path within the snapshot, with slashes
 * @param hash SHA-256 of its content, lower-case hex
 */
public record Document(String path, String hash, long bytes) {}
