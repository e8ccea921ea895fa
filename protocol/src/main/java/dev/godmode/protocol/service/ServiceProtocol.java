package dev.godmode.protocol.service;

import java.time.Duration;

/**
 * Facts of the connections by which a node offers what runs on it. The node opens all of them, to
 * the fleet port: one on which it says what it offers and control says that it wants a line; and
 * lines, each of which carries one call at a time. Who does not know the paths answers with 404, so
 * an older peer is none the worse.
 */
public final class ServiceProtocol {

  /** Where offers are made. */
  public static final String OFFERS_PATH = "/fleet/services";

  /** Where lines are opened. */
  public static final String LINE_PATH = "/fleet/services/line";

  /** Services that a node offers at most. */
  public static final int OFFERS_MAX = 16;

  /** Lines that a node has at most, which is also how many calls it answers at once. */
  public static final int LINES_MAX = 256;

  /** Bytes of a question at most. */
  public static final int QUESTION_MAX_BYTES = 64 << 20;

  /** Bytes that go in one frame. */
  public static final int PIECE_MAX_BYTES = 64 << 10;

  /** Characters of a message that is no piece of a body. */
  public static final int MESSAGE_MAX_CHARACTERS = 64 << 10;

  /** Both ends give a sign of life so often, also while a model thinks for minutes. */
  public static final Duration SIGN_EVERY = Duration.ofSeconds(3);

  /** Who gives none for so long is gone. */
  public static final Duration SILENCE_MAX = Duration.ofSeconds(10);

  private ServiceProtocol() {}
}
