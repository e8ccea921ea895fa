/** Code that the fleet shares: which commit of a repository each node has. */
@NullMarked
package dev.godmode.protocol.code;

import org.jspecify.annotations.NullMarked;
