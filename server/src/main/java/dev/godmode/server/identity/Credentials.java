package dev.godmode.server.identity;

import dev.godmode.server.network.Introduced;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a request shows of who sent it and from where.
 *
 * @param host the Host header
 * @param origin the Origin header: the page that made a browser send it
 * @param bearer what follows "Bearer " in the Authorization header
 * @param session the session cookie
 * @param changes whether the request may change something
 * @param introduced whom the network says they are, asked when it matters
 */
public record Credentials(
    Optional<String> host,
    Optional<String> origin,
    Optional<String> bearer,
    Optional<String> session,
    boolean changes,
    Supplier<Introduced> introduced) {}
