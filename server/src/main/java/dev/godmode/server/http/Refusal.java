package dev.godmode.server.http;

import dev.godmode.control.outcome.Outcome;
import dev.godmode.kernel.Reply;
import dev.godmode.protocol.inference.ModelFault;
import java.time.Duration;
import java.util.Optional;

/** A request that is not carried out, with the status and the words its caller gets. */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Whoever did it too often may do it once more after this. */
  private static final Duration OFTEN_AGAIN = Duration.ofSeconds(10);

  private final int status;
  private final String code;
  private final transient Optional<Duration> retryAfter;

  public Refusal(int status, String code, String detail) {
    this(status, code, detail, Optional.empty());
  }

  private Refusal(int status, String code, String detail, Optional<Duration> retryAfter) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  public static Refusal invalid(String detail) {
    return new Refusal(422, "invalid", detail);
  }

  public static Refusal notFound(String detail) {
    return new Refusal(404, "not_found", detail);
  }

  public static Refusal conflict(String detail) {
    return new Refusal(409, "conflict", detail);
  }

  public static Refusal tooLarge(long maxBytes) {
    return new Refusal(
        413,
        "too_large",
        "the body may have at most %d bytes: send it in several parts".formatted(maxBytes));
  }

  static Refusal brokenOff() {
    return new Refusal(
        408,
        "body_broke_off",
        "the body broke off, or came too slowly: each 16 KiB may take ten seconds; send it again");
  }

  public static Refusal tooMany(String detail, Duration retryAfter) {
    return new Refusal(429, "too_many", detail, Optional.of(retryAfter));
  }

  /** A fault of the model gateway, as it is. */
  public static Refusal of(ModelFault fault) {
    return new Refusal(fault.status(), fault.code(), fault.words(), fault.retryAfter());
  }

  /** No room for more just now. */
  public static Refusal full(String detail) {
    return new Refusal(429, "full", detail, Optional.of(Duration.ofSeconds(5)));
  }

  /** The kernel's word, as HTTP says it: the one place where codes become statuses. */
  public static Refusal of(Reply.Refused refused) {
    return switch (refused.code()) {
      case NOT_FOUND -> new Refusal(404, "not_found", refused.why());
      case CONFLICT -> new Refusal(409, "conflict", refused.why());
      case INVALID -> new Refusal(422, "invalid", refused.why());
      case DEPENDENCY_UNKNOWN -> new Refusal(409, "dependency_unknown", refused.why());
      case FORBIDDEN -> new Refusal(403, "forbidden", refused.why());
    };
  }

  /**
   * What was asked for.
   *
   * @throws Refusal when it was refused
   */
  public static <T> T unless(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(var value) -> value;
      case Outcome.Refused<T>(var why, var words) ->
          throw switch (why) {
            case NOT_FOUND -> notFound(words);
            case FORBIDDEN -> new Refusal(403, "forbidden", words);
            case INVALID -> invalid(words);
            case FULL -> conflict(words);
            case TOO_OFTEN -> tooMany(words, OFTEN_AGAIN);
          };
    };
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }

  Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
