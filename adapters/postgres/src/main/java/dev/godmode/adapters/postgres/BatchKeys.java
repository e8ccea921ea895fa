package dev.godmode.adapters.postgres;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.zip.CRC32C;

/**
 * A Bloom filter over what a batch of the journal is about, so that the batches that cannot hold
 * what is looked for are not read. 12 bits a key and 4 probes: about one in 300 says yes in vain.
 *
 * <p>Probe i of a key is (CRC-32C + i × (hashCode | 1)) modulo the filter's bits; bit n is bit n
 * modulo 8 of byte n / 8, as in PostgreSQL's {@code get_bit}.
 */
final class BatchKeys {

  static final int PROBES = 4;

  private static final int BITS_PER_KEY = 12;
  private static final long UNSIGNED = 0xffff_ffffL;

  private BatchKeys() {}

  static byte[] of(Collection<String> keys) {
    var bytes = Math.max(4, Math.ceilDiv(keys.size() * BITS_PER_KEY, Byte.SIZE));
    var size = bytes * Byte.SIZE;
    var bits = new BitSet(size);
    for (var key : keys) {
      for (var probe : probes(key)) {
        bits.set(Math.floorMod(probe, size));
      }
    }
    return Arrays.copyOf(bits.toByteArray(), bytes);
  }

  /** Positions before they are cut to the filter's size; none is negative. */
  static long[] probes(String key) {
    var crc = new CRC32C();
    crc.update(key.getBytes(StandardCharsets.UTF_8));
    var step = (key.hashCode() | 1) & UNSIGNED;
    var probes = new long[PROBES];
    for (var i = 0; i < PROBES; i++) {
      probes[i] = crc.getValue() + i * step;
    }
    return probes;
  }
}
