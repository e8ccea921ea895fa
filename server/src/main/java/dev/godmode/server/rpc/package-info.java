/** JSON-RPC 2.0, as the protocols of agents use it. */
@NullMarked
package dev.godmode.server.rpc;

import org.jspecify.annotations.NullMarked;
