package dev.godmode.control.inference;

import dev.godmode.protocol.recent.RecentMap;
import java.util.Map;

/**
 * Which beginnings of questions a provider has read last. It may still have them in its cache, and
 * then it begins its answer sooner. A guess: what it forgot meanwhile is not known here. Not for
 * several threads at once.
 */
final class PrefixMemory {

  /** What a graphics card's memory holds, roughly: 20 MB of text, five million tokens. */
  static final int REMEMBERED_MAX = 40_000;

  private final Map<Long, Boolean> blocks = RecentMap.byUse(REMEMBERED_MAX);

  /** How many blocks of a question it has read before. */
  int known(PrefixBlocks question) {
    return (int) question.blocks().stream().takeWhile(blocks::containsKey).count();
  }

  /** It reads this now. The beginning, which most questions share, is forgotten last. */
  void read(PrefixBlocks question) {
    question.blocks().reversed().forEach(block -> blocks.put(block, true));
  }
}
