package dev.godmode.protocol.recent;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets what is oldest when it is full. Not for several threads at once. */
public final class RecentMap<K, V> extends LinkedHashMap<K, V> {

  private static final long serialVersionUID = 1;

  private final int most;

  private RecentMap(int most, boolean byUse) {
    super(16, 0.75f, byUse);
    this.most = most;
  }

  /** Oldest is what was put there first. */
  public static <K, V> RecentMap<K, V> byAge(int most) {
    return new RecentMap<>(most, false);
  }

  /** Oldest is what was put there or asked for the longest time ago. */
  public static <K, V> RecentMap<K, V> byUse(int most) {
    return new RecentMap<>(most, true);
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
