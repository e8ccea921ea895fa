package dev.godmode.server.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that has to keep coming: before each part of it, whoever sends it is given new time. */
final class PacedBody extends FilterInputStream {

  private final Runnable another;
  private long left;

  /**
   * The same body.
   *
   * @param another is told before each part
   */
  PacedBody(InputStream body, Runnable another) {
    super(body);
    this.another = another;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    if (left <= 0) {
      another.run();
      left = Manners.BODY_PART;
    }
    var count = super.read(into, from, most);
    left -= count;
    return count;
  }
}
