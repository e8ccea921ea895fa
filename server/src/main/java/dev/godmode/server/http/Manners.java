package dev.godmode.server.http;

import java.time.Duration;

/**
 * What a port expects of whoever connects to it. Long streams are not meant: nothing is owed on a
 * connection whose request is whole and being answered.
 *
 * @param head from the first byte of a connection, its handshake included, to the end of the first
 *     request's head
 * @param idle from an answer to the end of the next request's head; longer than our own clients
 *     keep a connection they do not use
 * @param part for each 16 KiB of a body, and for each 256 KiB of an answer
 * @param look between two looks at who is late
 * @param seats most connections of one address that have no request under way
 * @param room most connections of all addresses together that have none
 * @param crowd more than so many who wait share the processor, and have longer in proportion: when
 *     a whole fleet dials at once, each handshake takes as long as all of them
 */
public record Manners(
    Duration head, Duration idle, Duration part, Duration look, int seats, int room, int crowd) {

  /** Bytes of a body that may take as long as a part. */
  static final int BODY_PART = 16 << 10;

  private static final int ANSWER_PART = 256 << 10;

  public static final Manners DEFAULT =
      new Manners(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          1_024,
          4_096,
          500);

  /** The same where a whole fleet may come from one address. */
  public Manners forFleet() {
    return new Manners(head, idle, part, look, Math.min(seats * 3, room), room, crowd);
  }

  /**
   * How much of a stretch of time does not count for those who wait.
   *
   * @param waiting how many they are
   */
  Duration crowded(Duration stretch, int waiting) {
    return waiting <= crowd
        ? Duration.ZERO
        : stretch.minus(stretch.multipliedBy(crowd).dividedBy(waiting));
  }

  /** For an answer of that size. */
  Duration answer(int bytes) {
    return idle.plus(part.multipliedBy(bytes / ANSWER_PART));
  }
}
