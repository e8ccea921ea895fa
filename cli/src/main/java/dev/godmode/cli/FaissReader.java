package dev.godmode.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * The rows of a flat index in faiss's own file format, one after the other. Nothing that the file
 * says of itself is believed before its length agrees.
 *
 * <p>Everything is little-endian. A flat index is its kind (four letters), dimensions (32 bits),
 * rows (64), two numbers without a meaning (64 each), whether it is trained (8), its metric (32; an
 * argument of 32 more above 1), how many numbers come (64), and the rows as 32-bit numbers. An
 * index with ids is the same up to the metric around a flat one, and behind that how many ids (64)
 * and the ids (64 each).
 */
final class FaissReader {

  /** Whichever way they are compared, they have the vectors as they are. */
  private static final Set<String> FLAT = Set.of("IxFI", "IxF2", "IxFl");

  private static final Set<String> WITH_IDS = Set.of("IxMp", "IxM2");

  /** What kinds begin with, and what people call them. */
  private static final Map<String, String> OTHERS =
      Map.of("Iw", "IVF", "Iv", "IVF", "IHN", "HNSW", "IxPq", "PQ", "IxSQ", "SQ", "IB", "binary");

  private static final int DIMENSIONS_MAX = 1 << 16;
  private static final int WITHOUT_MEANING = 16;
  private static final int LAST_PLAIN_METRIC = 1;

  private final InputStream in;
  private final long bytes;
  private final int dimensions;
  private final long rows;
  private long read;

  /**
   * Reads what the file says of itself.
   *
   * @param bytes how many there are
   * @throws Trouble when these are not the rows of a flat index
   */
  FaissReader(InputStream in, long bytes) throws IOException {
    this.in = in;
    this.bytes = bytes;
    var kind = kind();
    var withIds = WITH_IDS.contains(kind);
    if (withIds) {
      header();
      kind = kind();
    }
    if (!FLAT.contains(kind)) {
      throw new Trouble(refused(kind));
    }
    var header = header();
    this.dimensions = header.dimensions();
    this.rows = header.rows();
    requireWhole(take(Long.BYTES).getLong(), withIds);
  }

  private record Header(int dimensions, long rows) {}

  private String kind() throws IOException {
    return StandardCharsets.ISO_8859_1.decode(take(Integer.BYTES)).toString();
  }

  private Header header() throws IOException {
    var header = new Header(take(Integer.BYTES).getInt(), take(Long.BYTES).getLong());
    take(WITHOUT_MEANING + Byte.BYTES);
    if (take(Integer.BYTES).getInt() > LAST_PLAIN_METRIC) {
      take(Float.BYTES);
    }
    return header;
  }

  private ByteBuffer take(int many) throws IOException {
    var taken = in.readNBytes(many);
    read += taken.length;
    if (taken.length < many) {
      throw new Trouble("the index ends after %d bytes: it was cut off".formatted(read));
    }
    return ByteBuffer.wrap(taken).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String refused(String kind) {
    if (!kind.chars().allMatch(sign -> sign < 0x80 && Character.isLetterOrDigit(sign))) {
      return "this is no index of faiss: it begins with no kind of one";
    }
    var known =
        OTHERS.entrySet().stream()
            .filter(other -> kind.startsWith(other.getKey()))
            .map(other -> other.getValue() + ", ")
            .findFirst()
            .orElse("");
    return "the index is of another kind (%s'%s'), and only flat ones have the vectors as they are: make one of it with faiss (flat = faiss.IndexFlatIP(index.d); flat.add(index.reconstruct_n(0, index.ntotal))), or import its lines alone"
        .formatted(known, kind);
  }

  private void requireWhole(long numbers, boolean withIds) {
    if (dimensions < 1 || dimensions > DIMENSIONS_MAX) {
      throw new Trouble(
          "the index says that it has %d dimensions; from 1 to %d can be"
              .formatted(dimensions, DIMENSIONS_MAX));
    }
    var left = bytes - read;
    var isPossible = rows >= 0 && rows <= left / rowBytes();
    var wanted = rows * rowBytes() + (withIds ? Long.BYTES + rows * Long.BYTES : 0);
    if (!isPossible || numbers != rows * dimensions || left != wanted) {
      throw new Trouble(
          "the index says that it has %d rows of %d dimensions, and its %d bytes are not these: it was cut off, or is damaged"
              .formatted(rows, dimensions, bytes));
    }
  }

  private int rowBytes() {
    return dimensions * Float.BYTES;
  }

  int dimensions() {
    return dimensions;
  }

  long rows() {
    return rows;
  }

  /** The next row: 32-bit numbers, little-endian. */
  byte[] next() throws IOException {
    return take(rowBytes()).array();
  }
}
