package dev.godmode.control.inference.dialect;

/** What is asked. */
public enum Question {
  /** OpenAI's chat completions. */
  CHAT,
  /** OpenAI's responses. */
  RESPONSES,
  /** Anthropic's messages. */
  MESSAGES,
  /** Anthropic's: how many tokens a question has. */
  COUNT_TOKENS,
  /** OpenAI's embeddings. */
  EMBEDDINGS
}
