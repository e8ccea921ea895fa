package dev.godmode.protocol.api;

import java.time.Duration;

/**
 * One of the controls that share a database.
 *
 * @param role {@code active}: it decides; {@code standby}: it follows, and takes over
 * @param self whether it is the one that was asked
 * @param position the last entry of the journal that it has
 * @param behind entries that the journal has beyond that
 * @param ago since it said so
 */
public record ControlView(
    String name,
    String role,
    boolean self,
    String version,
    long position,
    long behind,
    Duration ago) {

  public static final String ACTIVE = "active";
  public static final String STANDBY = "standby";
}
