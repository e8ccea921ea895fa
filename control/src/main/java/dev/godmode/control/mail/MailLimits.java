package dev.godmode.control.mail;

import java.time.Duration;

/** How much of what there may be. */
public final class MailLimits {

  /** What is longer belongs into a file, a memory or a change. In characters. */
  public static final int TEXT_MAX = 16_384;

  /** So often programs may answer each other before somebody else must say something. */
  public static final int HOPS_MAX = 16;

  /** Of one task, within {@link #RATE_WINDOW}. */
  public static final int SENT_MAX = 30;

  public static final Duration RATE_WINDOW = Duration.ofMinutes(1);

  /** That wait or waited, and have not expired, in one line of work. */
  public static final int STREAM_MAX = 100_000;

  public static final Duration KEPT_USUAL = Duration.ofDays(7);
  public static final Duration KEPT_MAX = Duration.ofDays(30);
  public static final int TAKEN_MAX = 50;
  public static final int TOPICS_MAX = 20;
  public static final int PAGE_MAX = 500;

  private MailLimits() {}
}
