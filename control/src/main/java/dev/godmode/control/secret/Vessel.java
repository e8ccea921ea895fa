package dev.godmode.control.secret;

import java.io.IOException;
import java.util.Optional;

/** What the text of a {@code .env} is kept in. Faults are in words for people. */
public interface Vessel {

  /** What it is, for people. */
  String words();

  /** The text; empty when there is none yet. */
  Optional<String> read() throws IOException;

  /** Another text in place of the one before. */
  void write(String text) throws IOException;
}
