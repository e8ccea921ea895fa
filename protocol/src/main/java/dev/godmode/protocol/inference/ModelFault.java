package dev.godmode.protocol.inference;

import java.time.Duration;
import java.util.Optional;

/**
 * Why there is no answer, or no whole one.
 *
 * @param status that stands for it in HTTP
 * @param code for programs
 * @param words what is wrong and what to do
 * @param retryAfter when it may be tried again; empty when that is not known
 * @param again whether a client does well to try by itself: never when it could be billed twice
 */
public record ModelFault(
    int status, String code, String words, Optional<Duration> retryAfter, boolean again) {

  /** The question itself is wrong. */
  public static ModelFault invalid(String words) {
    return lasting(400, "invalid_request", words);
  }

  public static ModelFault unknownModel(String words) {
    return lasting(404, "model_not_found", words);
  }

  /** The provider says no to this question. */
  public static ModelFault refused(int status, String words) {
    return lasting(status, "refused_by_provider", words);
  }

  /** Something is wrong with the provider, or with what it says. */
  public static ModelFault badProvider(String words) {
    return lasting(502, "bad_provider", words);
  }

  /** It was sent, and no whole answer came. */
  public static ModelFault lost(String words, boolean late) {
    return late ? lasting(504, "provider_timeout", words) : lasting(502, "provider_lost", words);
  }

  public static ModelFault overBudget(String words) {
    return lasting(429, "insufficient_quota", words);
  }

  /** The budget is another's or another day's after a while. */
  public static ModelFault overBudget(String words, Duration retryAfter) {
    return new ModelFault(429, "insufficient_quota", words, Optional.of(retryAfter), false);
  }

  public static ModelFault busy(String words, Duration retryAfter) {
    return new ModelFault(429, "rate_limit_exceeded", words, Optional.of(retryAfter), true);
  }

  public static ModelFault allDown(String words, Duration retryAfter) {
    return new ModelFault(503, "providers_down", words, Optional.of(retryAfter), true);
  }

  private static ModelFault lasting(int status, String code, String words) {
    return new ModelFault(status, code, words, Optional.empty(), false);
  }
}
