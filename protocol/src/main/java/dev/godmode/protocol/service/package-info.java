/** What a node and control say to each other about the servers that run on the node. */
@NullMarked
package dev.godmode.protocol.service;

import org.jspecify.annotations.NullMarked;
