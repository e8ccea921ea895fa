package dev.godmode.protocol.people;

import java.util.Locale;

/** What a person is; the policy says what each may do. */
public enum Role {
  /** All of it, people and policy included. */
  OWNER,
  /** Runs the fleet. */
  OPERATOR,
  /** Looks. */
  VIEWER;

  /** "viewer": as people write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
