package dev.godmode.control.memory;

import java.time.Duration;

/** How much of what there may be. */
public final class MemoryLimits {

  /** One memory is a thought, and no document. In characters. */
  public static final int TEXT_MAX = 16_384;

  public static final int TAGS_MAX = 16;
  public static final int TAG_MAX = 60;

  /** Of one scope; measured with a hundred thousand. */
  public static final int SCOPE_MAX = 200_000;

  public static final int QUERY_MAX = 4_096;

  /** What a recall finds at most. */
  public static final int FOUND_MAX = 50;

  /** As usual. */
  public static final int FOUND_USUAL = 10;

  public static final int PAGE_MAX = 500;

  /** So many are taken from each part before they are joined. */
  public static final int CANDIDATES = 50;

  public static final Duration EXPIRY_MAX = Duration.ofDays(3650);

  private MemoryLimits() {}
}
