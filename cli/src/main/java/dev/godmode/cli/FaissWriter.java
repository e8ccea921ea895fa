package dev.godmode.cli;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A flat index of inner products in faiss's own file format, see {@link FaissReader}. How many rows
 * it has is known, and written, at the end.
 */
final class FaissWriter implements Closeable {

  private static final String KIND = "IxFI";
  private static final int HEADER_BYTES = 45;

  /** faiss writes this number twice, and asks for it nowhere. */
  private static final long WITHOUT_MEANING = 1L << 20;

  private final FileChannel file;
  private final OutputStream out;
  private final int dimensions;
  private long rows;

  /** Begins a file that is not there yet. */
  FaissWriter(Path path, int dimensions) throws IOException {
    this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.out = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16);
    this.dimensions = dimensions;
    out.write(header());
  }

  private byte[] header() {
    return ByteBuffer.allocate(HEADER_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(KIND.getBytes(StandardCharsets.ISO_8859_1))
        .putInt(dimensions)
        .putLong(rows)
        .putLong(WITHOUT_MEANING)
        .putLong(WITHOUT_MEANING)
        .put((byte) 1)
        .putInt(0)
        .putLong(rows * dimensions)
        .array();
  }

  /**
   * Writes a row.
   *
   * @param row 32-bit numbers, little-endian
   */
  void add(byte[] row) throws IOException {
    if (row.length != dimensions * Float.BYTES) {
      throw new IllegalArgumentException(
          "a row of %d bytes among those of %d dimensions".formatted(row.length, dimensions));
    }
    out.write(row);
    rows++;
  }

  int dimensions() {
    return dimensions;
  }

  long rows() {
    return rows;
  }

  @Override
  public void close() throws IOException {
    try (file) {
      out.flush();
      file.write(ByteBuffer.wrap(header()), 0);
    }
  }
}
