package dev.godmode.server.mcp;

import dev.godmode.server.identity.Principal;
import java.util.Optional;

/**
 * Who sends a message, and what the request's headers say about it.
 *
 * @param version {@code MCP-Protocol-Version}
 * @param method {@code Mcp-Method}
 * @param name {@code Mcp-Name}: the tool, prompt or resource
 */
record Visit(
    Principal by, Optional<String> version, Optional<String> method, Optional<String> name) {}
