package dev.godmode.control.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;

/** What a text means, as a point on the unit sphere. */
public final class Embedding {

  private static final double ZERO = 1e-12;

  private final float[] values;

  private Embedding(float[] values) {
    this.values = values;
  }

  /**
   * An embedding, brought to length 1.
   *
   * @throws IllegalArgumentException when it has other dimensions, a value that is no number, or no
   *     direction
   */
  public static Embedding of(float[] values, int dimensions) {
    if (values.length != dimensions) {
      throw new IllegalArgumentException(
          "the vector has %d dimensions, %d are wanted".formatted(values.length, dimensions));
    }
    var sum = 0.0;
    for (var i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "value %d of the vector is %s, and no number".formatted(i + 1, values[i]));
      }
      sum += (double) values[i] * values[i];
    }
    if (sum < ZERO) {
      throw new IllegalArgumentException("the vector is zero, and points nowhere");
    }
    var unit = new float[values.length];
    var length = Math.sqrt(sum);
    for (var i = 0; i < values.length; i++) {
      unit[i] = (float) (values[i] / length);
    }
    return new Embedding(unit);
  }

  /**
   * An embedding as {@link #base64} wrote it.
   *
   * @throws IllegalArgumentException when it is none, in words for people
   */
  public static Embedding ofBase64(String text, int dimensions) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the vector is no base64: " + e.getMessage(), e);
    }
    if (bytes.length % Float.BYTES != 0) {
      throw new IllegalArgumentException(
          "the vector has %d bytes, which are no whole 32-bit numbers".formatted(bytes.length));
    }
    var values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return of(values, dimensions);
  }

  /** Its values as 32-bit numbers, little-endian, in base64. */
  public String base64() {
    var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  /** Its values; the caller changes none of them. */
  public float[] values() {
    return values.clone();
  }

  public int dimensions() {
    return values.length;
  }

  /** The cosine of the angle between two of them: 1 where they mean the same. */
  public double dot(Embedding other) {
    var sum = 0.0;
    for (var i = 0; i < values.length; i++) {
      sum += (double) values[i] * other.values[i];
    }
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Embedding embedding && Arrays.equals(values, embedding.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }
}
