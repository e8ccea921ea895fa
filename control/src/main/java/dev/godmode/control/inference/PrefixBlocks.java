package dev.godmode.control.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The beginning of a question, block by block: each number stands for all that is read up to the
 * end of its block, so that two questions that begin alike have the same first numbers. The last
 * block, which is not whole, has none.
 */
record PrefixBlocks(List<Long> blocks) {

  /** What a model reads of a question, in the order in which its template puts it. */
  private static final List<String> READ =
      List.of("tools", "system", "instructions", "messages", "input", "prompt");

  /** About a hundred tokens. */
  static final int BLOCK_CHARS = 512;

  /** Of a question that is longer, the beginning must do. */
  static final int BLOCKS_MAX = 4_096;

  /** A prime near 2^64 divided by the golden ratio, which spreads what it multiplies. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  static final PrefixBlocks NONE = new PrefixBlocks(List.of());

  PrefixBlocks {
    blocks = List.copyOf(blocks);
  }

  /** Of a question to a model. */
  static PrefixBlocks of(String model, ObjectNode body) {
    var text = beginning(body);
    var numbers = new ArrayList<Long>();
    var number = (long) model.hashCode();
    for (var block = 0; block < text.length() / BLOCK_CHARS; block++) {
      var end = (block + 1) * BLOCK_CHARS;
      for (var at = block * BLOCK_CHARS; at < end; at++) {
        number = number * 31 + text.charAt(at);
      }
      number = (number ^ (number >>> 32)) * SPREAD;
      numbers.add(number);
    }
    return new PrefixBlocks(numbers);
  }

  /** No more of it than is looked at: a question may have pictures of many megabytes. */
  private static String beginning(ObjectNode body) {
    var most = BLOCKS_MAX * BLOCK_CHARS;
    var text = new StringBuilder();
    READ.stream()
        .flatMap(name -> Optional.ofNullable(body.get(name)).stream())
        .flatMap(PrefixBlocks::parts)
        .takeWhile(_ -> text.length() < most)
        .forEach(part -> text.append(part).append('\n'));
    return text.substring(0, Math.min(text.length(), most));
  }

  /** Elements one by one: what is appended to a list does not change what stands before it. */
  private static Stream<JsonNode> parts(JsonNode node) {
    return node.isArray() ? node.valueStream() : Stream.of(node);
  }
}
