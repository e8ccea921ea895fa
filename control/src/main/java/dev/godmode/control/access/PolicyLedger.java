package dev.godmode.control.access;

import java.util.List;

/** What is on record of policies: it tells a kept one from one that somebody put in its place. */
public interface PolicyLedger {

  /** Hashes of those that came into force, the last one first. */
  List<String> hashes();

  /**
   * Another one is in force.
   *
   * @param source the file it comes from, or {@link PolicyFile#BUILT_IN}
   */
  void applied(Policy policy, String source);

  /** What is kept of a policy is not what it was. */
  void distrusted(String what);
}
