package dev.godmode.server.secret;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * What came back, with the secret cut out.
 *
 * @param headers those that are passed on, but for the media type
 */
public record BrokerAnswer(
    int status, String mediaType, Map<String, String> headers, ByteBuffer body) {}
