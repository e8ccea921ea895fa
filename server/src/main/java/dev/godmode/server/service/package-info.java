/** Servers that run on nodes, reached over connections that the nodes open. */
@NullMarked
package dev.godmode.server.service;

import org.jspecify.annotations.NullMarked;
