package dev.godmode.audit;

/** A mend that is safe to make without asking: it closes something and loses nothing. */
public sealed interface Fix {

  /** One line becomes another, or several. */
  record ReplaceLine(int line, String was, String becomes) implements Fix {}

  /** Only the owner may read and write the file. */
  record OwnerOnly() implements Fix {}
}
