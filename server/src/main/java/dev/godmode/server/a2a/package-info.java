/** Control as an agent of the A2A protocol: its operations are routes, as the tools of MCP are. */
@NullMarked
package dev.godmode.server.a2a;

import org.jspecify.annotations.NullMarked;
