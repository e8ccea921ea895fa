package dev.godmode.server.network;

import dev.godmode.control.access.ProvenIdentity.TailnetUser;

/** Whom the network says that somebody is, whatever they show themselves. */
public sealed interface Introduced {

  /** Nobody says anything at this port. */
  record Unasked() implements Introduced {}

  /** A person. */
  record As(TailnetUser user) implements Introduced {}

  /**
   * No person.
   *
   * @param why not, and what to do about it
   */
  record Nobody(String why) implements Introduced {}
}
