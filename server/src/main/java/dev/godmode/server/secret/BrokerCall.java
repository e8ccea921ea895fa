package dev.godmode.server.secret;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody wants to be called for them.
 *
 * @param host to call, as the rule names it
 * @param path on the wire, nothing decoded
 * @param query on the wire; empty for none
 * @param headers by their names in lower case
 * @param shown what the caller showed us for itself: it must go to nobody else
 */
public record BrokerCall(
    String broker,
    String host,
    String method,
    String path,
    String query,
    Map<String, List<String>> headers,
    Optional<String> shown,
    ByteBuffer body) {}
