package dev.godmode.control.inference;

import dev.godmode.protocol.node.NodeId;
import java.net.URI;

/** Where a provider is. */
public sealed interface Whereabouts {

  /** As people are shown it. */
  String shown();

  /**
   * Somewhere that control reaches by itself.
   *
   * @param url up to the version: {@code http://127.0.0.1:11434/v1}
   */
  record AtUrl(URI url) implements Whereabouts {
    @Override
    public String shown() {
      return url.toString();
    }
  }

  /**
   * On a node, which offers it and brings questions there.
   *
   * @param name the node's
   * @param service as the node calls it
   * @param address where it is on the node: host:port
   */
  record OnNode(NodeId node, String name, String service, String address) implements Whereabouts {
    @Override
    public String shown() {
      return "on %s, %s".formatted(name, address);
    }
  }
}
