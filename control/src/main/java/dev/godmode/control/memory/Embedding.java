package dev.godmode.control.memory;

import java.util.Arrays;

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
