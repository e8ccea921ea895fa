package dev.godmode.control.access;

import dev.godmode.protocol.people.Role;

/** Who wants to do something, as the policy sees them. */
public sealed interface Subject {

  /** For people: "ada (viewer)". */
  String words();

  record Person(String name, Role role) implements Subject {
    @Override
    public String words() {
      return name.isEmpty() ? "role:" + role.word() : "%s (%s)".formatted(name, role.word());
    }
  }

  /**
   * An attempt's program.
   *
   * @param agent its type
   * @param node the name of the machine it runs on; empty for any
   * @param stream of its task
   */
  record Attempt(String agent, String node, String stream) implements Subject {
    @Override
    public String words() {
      return "agent:" + agent + (node.isEmpty() ? "" : " on node:" + node);
    }
  }
}
