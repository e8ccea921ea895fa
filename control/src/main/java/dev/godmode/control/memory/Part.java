package dev.godmode.control.memory;

import java.util.Locale;

/** By what a memory is found. */
public enum Part {
  /** The question's words (BM25). */
  WORDS,
  /** What the question means (the nearest embeddings). */
  MEANING,
  /** What is near to what the question names, in the graph. */
  GRAPH;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
