package dev.godmode.testkit;

import dev.godmode.control.memory.Embedder;
import dev.godmode.control.memory.Embedding;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Means by a text the letters of its words, three at a time: texts that are written alike mean
 * alike. Always the same for the same text.
 */
public record WordEmbedder(String name, int dimensions) implements Embedder {

  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final int GRAM = 3;

  public WordEmbedder() {
    this("words", 64);
  }

  @Override
  public List<Embedding> embed(List<String> texts) {
    return texts.stream().map(this::embed).toList();
  }

  private Embedding embed(String text) {
    var values = new float[dimensions];
    values[0] = 0.01f;
    for (var word : BETWEEN.splitAsStream(text.toLowerCase(Locale.ROOT)).toList()) {
      var padded = "^" + word + "$";
      for (var i = 0; i + GRAM <= padded.length(); i++) {
        values[Math.floorMod(padded.substring(i, i + GRAM).hashCode(), dimensions)]++;
      }
    }
    return Embedding.of(values, dimensions);
  }
}
