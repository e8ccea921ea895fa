package dev.godmode.protocol.stream;

import dev.godmode.protocol.node.NodeId;

/**
 * A node's identity.
 *
 * @param certificate the node's client certificate, PEM
 * @param authority control's certificate authority, PEM
 */
public record EnrolReply(NodeId node, String name, String certificate, String authority) {}
