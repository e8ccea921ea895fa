package dev.godmode.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/** An index that somebody gave away: what is none is said, and nothing of its size is believed. */
public final class FaissFuzz {

  private FaissFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    try {
      var rows = new FaissReader(new ByteArrayInputStream(bytes), bytes.length);
      for (var n = 0L; n < rows.rows(); n++) {
        rows.next();
      }
    } catch (Trouble e) {
      // Said with what is wrong.
    }
  }
}
