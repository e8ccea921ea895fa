package dev.godmode.testkit.questions;

import java.net.URI;
import java.util.Optional;

/**
 * What is to be asked.
 *
 * @param at where: up to the version, {@code http://127.0.0.1:5051/v1}
 * @param token that is shown; empty where none is wanted
 * @param streams whether answers come event by event
 * @param ratePerS when questions are due, whatever becomes of those before; 0 asks again as soon as
 *     an answer is whole
 * @param connections that are kept, at most one question on each
 */
public record Order(
    URI at, Optional<String> token, boolean streams, int ratePerS, int seconds, int connections) {

  public Order {
    if (ratePerS < 0 || seconds < 1 || connections < 1) {
      throw new IllegalArgumentException("nothing to ask: " + seconds + " s at " + ratePerS);
    }
  }
}
