package dev.godmode.control.step;

/** How much of what there may be. */
public final class StepLimits {

  /** Of an attempt: whoever takes more is shown its first. */
  public static final int STEPS_MAX = 10_000;

  /** Characters of a name, and of an id. */
  public static final int NAME_MAX = 200;

  /** Characters of what is told beside. */
  public static final int DETAIL_MAX = 500;

  /** That wait to be written down; what comes while so many wait is left out. */
  static final int WAITING_MAX = 20_000;

  /** Of an attempt's tools, so many are known again; a worker tells fewer again. */
  static final int TOLD_MAX = 100;

  /** Attempts whose steps are counted at once. */
  static final int COUNTED_MAX = 10_000;

  private StepLimits() {}
}
