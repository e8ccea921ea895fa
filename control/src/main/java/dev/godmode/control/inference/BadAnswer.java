package dev.godmode.control.inference;

/** A provider's answer is not what its dialect says; in words for whoever asked. */
public final class BadAnswer extends Exception {

  private static final long serialVersionUID = 1;

  public BadAnswer(String words) {
    super(words, null, false, false);
  }

  public String words() {
    return String.valueOf(getMessage());
  }
}
