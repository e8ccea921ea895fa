package dev.godmode.protocol.stream;

/**
 * The fleet's certificate authority, for a control that is to stand by. Whoever has it can admit
 * machines to the fleet and speak to its workers: it crosses only a connection whose other end has
 * proven to be of that authority.
 *
 * @param certificate PEM
 * @param key PEM
 */
public record StandbyReply(String certificate, String key) {

  /** Never shows the key. */
  @Override
  public String toString() {
    return "StandbyReply[certificate=" + certificate + ", key=…]";
  }
}
