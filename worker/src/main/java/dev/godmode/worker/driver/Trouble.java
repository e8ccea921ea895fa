package dev.godmode.worker.driver;

import dev.godmode.protocol.task.Ending;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Sorts what programs say when they are in trouble, by the status of the model's service first. */
final class Trouble {

  static final int UNAUTHORIZED = 401;
  static final int FORBIDDEN = 403;
  static final int TOO_MANY = 429;
  static final int SERVER_FAULT = 500;

  private static final Pattern LOGIN =
      Pattern.compile(
          "not logged in|log ?in again|please (run )?/?login|invalid (x-)?api[- ]key|incorrect api key|authentication|unauthorized|oauth token (has )?(expired|been revoked)|api key .*(missing|not found|not set)|missing environment variable");
  private static final Pattern LIMIT =
      Pattern.compile(
          "usage limit|hit your .{0,20}limit|limit reached|rate limit|quota|credit balance|insufficient_quota|out of credits|too many requests");
  private static final Pattern AWAY =
      Pattern.compile(
          "connection (error|refused|reset|closed)|econnre|enotfound|unable to connect|could not connect|timed? ?out|overloaded|internal server error|bad gateway|service unavailable|stream disconnected|error sending request|high demand");

  private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;]*m");

  private Trouble() {}

  /**
   * What a program's words amount to.
   *
   * @param who the program, as people know it
   * @param status of the model's service, 0 where the program does not tell it
   * @param until when a limit ends, where the program told it apart from its words
   */
  static Happening.Failed of(
      String who, String words, int status, Optional<Instant> until, Clock clock) {
    var plain = COLOURS.matcher(words).replaceAll("").strip();
    var why = "%s: %s".formatted(who, plain.isEmpty() ? "no reason given" : plain);
    return switch (ending(words.toLowerCase(Locale.ROOT), status)) {
      case LOGGED_OUT ->
          new Happening.Failed(
              Ending.LOGGED_OUT, why + ". Give its agent a login (docs/drivers.md), then approve");
      case LIMIT_REACHED ->
          new Happening.Failed(
              Ending.LIMIT_REACHED,
              why,
              until.or(() -> ResetTime.in(words, clock.instant(), clock.getZone())));
      case Ending other -> new Happening.Failed(other, why);
    };
  }

  /** The words for a program that ended before it said how it went. */
  static String gone(int exit, String lastWords) {
    return "it ended with exit code %d and never said that it was done%s"
        .formatted(exit, lastWords.isBlank() ? "" : ". Its last words: " + lastWords);
  }

  private static Ending ending(String words, int status) {
    if (status == UNAUTHORIZED || status == FORBIDDEN) {
      return Ending.LOGGED_OUT;
    }
    if (status == TOO_MANY) {
      return Ending.LIMIT_REACHED;
    }
    if (status >= SERVER_FAULT) {
      return Ending.MODEL_UNREACHABLE;
    }
    return byWords(words);
  }

  private static Ending byWords(String words) {
    if (LOGIN.matcher(words).find()) {
      return Ending.LOGGED_OUT;
    }
    if (LIMIT.matcher(words).find()) {
      return Ending.LIMIT_REACHED;
    }
    return AWAY.matcher(words).find() ? Ending.MODEL_UNREACHABLE : Ending.AGENT_FAILED;
  }
}
