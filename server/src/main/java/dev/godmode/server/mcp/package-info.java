/** Control as a server of the Model Context Protocol: the same routes, as tools for agents. */
@NullMarked
package dev.godmode.server.mcp;

import org.jspecify.annotations.NullMarked;
