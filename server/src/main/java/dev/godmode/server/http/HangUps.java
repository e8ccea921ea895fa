package dev.godmode.server.http;

import io.helidon.common.buffers.DataReader;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Whoever hangs up in the middle of a request's head is no fault of this server. Helidon would log
 * a trace for each, and a stranger could fill the log.
 */
public final class HangUps implements Filter {

  /** Held here: a logger that nobody holds forgets its filter. */
  private static final Logger HELIDON =
      Logger.getLogger("io.helidon.webserver.http1.Http1Connection");

  /** From now on they are not logged. */
  public static void leaveOut() {
    HELIDON.setFilter(new HangUps());
  }

  @Override
  public boolean isLoggable(LogRecord logged) {
    return logged.getThrown() == null
        || !(logged.getThrown().getCause()
            instanceof DataReader.InsufficientDataAvailableException);
  }
}
