package dev.godmode.control.inference;

/** What a provider speaks. */
public enum Dialect {
  /** OpenAI's chat completions and embeddings: most servers do. */
  OPENAI,
  /** Anthropic's messages. */
  ANTHROPIC
}
