package dev.godmode.protocol.text;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Log records as lines: time, level, who, what. Whatever a stranger wrote into one begins no line
 * of its own and moves no cursor: lines that go on are indented, and what hides is written out.
 */
public final class LogLines extends Formatter {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS");
  private static final String GOES_ON = "\n    ";

  private final ZoneId zone;

  LogLines(ZoneId zone) {
    this.zone = zone;
  }

  /** From now on this process logs so. */
  public static void use() {
    for (var handler : Logger.getLogger("").getHandlers()) {
      handler.setFormatter(new LogLines(ZoneId.systemDefault()));
    }
  }

  @Override
  public String format(LogRecord logged) {
    var text =
        "%s %s %s %s%s"
            .formatted(
                TIME.format(logged.getInstant().atZone(zone)),
                logged.getLevel().getName(),
                logged.getLoggerName(),
                formatMessage(logged),
                trace(logged));
    return Visible.of(text.stripTrailing()).replace("\n", GOES_ON) + System.lineSeparator();
  }

  private static String trace(LogRecord logged) {
    if (logged.getThrown() == null) {
      return "";
    }
    var text = new StringWriter();
    logged.getThrown().printStackTrace(new PrintWriter(text));
    return "\n" + text.toString().replace("\r\n", "\n");
  }
}
