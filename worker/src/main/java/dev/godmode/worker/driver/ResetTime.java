package dev.godmode.worker.driver;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * When a limit of use ends, read out of a program's sentence: "resets 8pm", "resets Nov 27 at
 * 3:30am", "try again at Nov 27th, 2026 3:02 AM", "try again in 2 days 3 hours", "…limit
 * reached|1795658880". A time without a date is the next one; without a zone it is the program's.
 */
final class ResetTime {

  private static final String MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec";
  private static final Pattern EPOCH = Pattern.compile("\\|(\\d{10})\\b");
  private static final Pattern IN =
      Pattern.compile("(?:again|resets?) in ((?:\\d+ ?[a-z]+,? ?(?:and )?)+)");
  private static final Pattern AMOUNT =
      Pattern.compile("(\\d+) ?(day|d|hour|hr|h|minute|min|m|second|sec|s)");
  private static final Pattern AT =
      Pattern.compile(
          "(?:again|resets?)(?: at| on)? ?(?:("
              + MONTHS
              + ")[a-z]* (\\d{1,2})(?:st|nd|rd|th)?,?(?: (\\d{4}),?)?(?: at)? )?(\\d{1,2})(?::(\\d{2}))? ?(am|pm)(?: \\(([A-Za-z_/]+)\\))?",
          Pattern.CASE_INSENSITIVE);
  private static final int NOON = 12;

  private ResetTime() {}

  /** The time that the words tell; empty when they tell none. */
  static Optional<Instant> in(String words, Instant now, ZoneId zone) {
    var epoch = EPOCH.matcher(words);
    if (epoch.find()) {
      return Optional.of(Instant.ofEpochSecond(Long.parseLong(epoch.group(1))));
    }
    var lower = words.toLowerCase(Locale.ROOT);
    var span = IN.matcher(lower);
    if (span.find()) {
      return Optional.of(now.plus(sum(span.group(1))));
    }
    var at = AT.matcher(words);
    return at.find() ? at(at.toMatchResult(), now, zone) : Optional.empty();
  }

  private static Duration sum(String amounts) {
    var sum = Duration.ZERO;
    for (var amount : AMOUNT.matcher(amounts).results().toList()) {
      var count = Long.parseLong(amount.group(1));
      sum =
          switch (amount.group(2).charAt(0)) {
            case 'd' -> sum.plusDays(count);
            case 'h' -> sum.plusHours(count);
            case 'm' -> sum.plusMinutes(count);
            default -> sum.plusSeconds(count);
          };
    }
    return sum;
  }

  private static Optional<Instant> at(MatchResult found, Instant now, ZoneId ofProgram) {
    try {
      var zone = found.group(7) == null ? ofProgram : ZoneId.of(found.group(7));
      var here = now.atZone(zone);
      var time = time(found);
      return Optional.of(
          found.group(1) == null
              ? next(here, time).toInstant()
              : on(found, here, time).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static LocalTime time(MatchResult found) {
    var said = Integer.parseInt(found.group(4));
    if (said > NOON) {
      throw new DateTimeException("no hour of half a day: " + said);
    }
    var hour = said % NOON;
    var minute = found.group(5) == null ? 0 : Integer.parseInt(found.group(5));
    return LocalTime.of(found.group(6).equalsIgnoreCase("pm") ? hour + NOON : hour, minute);
  }

  private static ZonedDateTime next(ZonedDateTime here, LocalTime time) {
    var today = here.with(time);
    return today.isAfter(here) ? today : today.plusDays(1);
  }

  private static ZonedDateTime on(MatchResult found, ZonedDateTime here, LocalTime time) {
    var month = 1 + List.of(MONTHS.split("\\|")).indexOf(found.group(1).toLowerCase(Locale.ROOT));
    var year = found.group(3) == null ? here.getYear() : Integer.parseInt(found.group(3));
    var date = LocalDate.of(year, month, Integer.parseInt(found.group(2)));
    var then = date.atTime(time).atZone(here.getZone());
    // "Jan 2", said in December.
    return found.group(3) == null && then.isBefore(here.minusDays(1)) ? then.plusYears(1) : then;
  }
}
