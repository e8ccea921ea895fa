package dev.godmode.server.identity;

/** Whether a request is let in. */
public sealed interface Admission {

  record Admitted(Principal by) implements Admission {}

  /** The Host header is none of our names. */
  record WrongHost() implements Admission {}

  /** Another site's page sent it. */
  record WrongOrigin() implements Admission {}

  /** No credentials. */
  record Unknown() implements Admission {}

  /**
   * Credentials that let nobody in.
   *
   * @param who whose they would be
   */
  record Refused(String who, String why) implements Admission {}

  /** Known, and not allowed this. */
  record Forbidden(Principal by, String why) implements Admission {}
}
