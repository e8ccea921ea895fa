package dev.godmode.control.outbox;

/** Who is told does not take anything just now; in words for people, without any secret. */
public final class Away extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Away(String words) {
    super(words, null, false, false);
  }

  String words() {
    return String.valueOf(getMessage());
  }
}
