/**
 * The model gateway: one endpoint for the models of many providers.
 *
 * <p>Requests come as OpenAI's chat completions, its responses or embeddings, or as Anthropic's
 * messages. A request is brought into the dialect of a provider that has the model ({@code
 * dialect}), sent once, and its answer is brought back; between two dialects everything goes
 * through chat completions, so that n dialects need n translations and not n × n.
 *
 * <p>A request is sent a second time only when the first one cannot have cost anything: it never
 * reached a provider, or the provider refused it as too busy. What was sent and brought no answer
 * may have been billed, and is told as an error.
 */
@NullMarked
package dev.godmode.control.inference;

import org.jspecify.annotations.NullMarked;
