package dev.godmode.control.bus;

/** A bus does not take events just now; in words for people, without any secret. */
public final class BusDown extends RuntimeException {
  private static final long serialVersionUID = 1;

  public BusDown(String words) {
    super(words, null, false, false);
  }

  String words() {
    return String.valueOf(getMessage());
  }
}
