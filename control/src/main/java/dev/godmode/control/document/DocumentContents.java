package dev.godmode.control.document;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What nodes ask for again and again, up to a size: all of them want the same at the same time. */
final class DocumentContents {

  private static final long KEPT_MAX_BYTES = 16L << 20;

  private final Map<String, byte[]> byHash = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  synchronized Optional<byte[]> find(String hash) {
    return Optional.ofNullable(byHash.get(hash));
  }

  synchronized void keep(String hash, byte[] content) {
    var before = byHash.put(hash, content);
    bytes += content.length - (before == null ? 0 : before.length);
    Iterator<byte[]> eldest = byHash.values().iterator();
    while (bytes > KEPT_MAX_BYTES && eldest.hasNext()) {
      bytes -= eldest.next().length;
      eldest.remove();
    }
  }
}
