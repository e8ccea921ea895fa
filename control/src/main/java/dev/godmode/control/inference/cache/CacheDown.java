package dev.godmode.control.inference.cache;

/** A cache cannot be reached just now; why, in words without secrets. */
public final class CacheDown extends RuntimeException {

  private static final long serialVersionUID = 1;

  public CacheDown(String words) {
    super(words, null, false, false);
  }

  String words() {
    return String.valueOf(getMessage());
  }
}
