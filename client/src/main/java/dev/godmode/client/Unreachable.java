package dev.godmode.client;

/** Control did not answer at all. */
public final class Unreachable extends RuntimeException {

  private static final long serialVersionUID = 1;

  public Unreachable(String message, Throwable cause) {
    super(message, cause);
  }
}
