package dev.godmode.server.identity;

import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.protocol.json.Json;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;

/**
 * Browsers that are logged in. Their ids are kept as hashes in a file, so that a restart of control
 * logs nobody out and the file alone lets nobody in.
 */
public final class Sessions {

  private static final System.Logger LOG = System.getLogger(Sessions.class.getName());

  /** The cookie's name. */
  public static final String COOKIE = "godmode_session";

  public static final Duration IDLE_MAX = Duration.ofDays(30);

  /** Use is written down this coarsely, so that reading does not write. */
  private static final Duration NOTED_EVERY = Duration.ofHours(1);

  private static final int OPEN_MAX = 100;

  private record Kept(String hash, Instant seenAt) {}

  private record Book(List<Kept> sessions) {}

  private final PrivateFile file;
  private final SecureRandom random;
  private final InstantSource clock;
  private final Map<String, Instant> seen = new LinkedHashMap<>();

  public Sessions(Path path, SecureRandom random, InstantSource clock) {
    this.file = new PrivateFile(path);
    this.random = random;
    this.clock = clock;
    file.read().ifPresent(this::load);
  }

  /** Opens a session; the id is for the cookie and known nowhere else. */
  public synchronized String open() {
    var id = Secrets.fresh(random);
    seen.values().removeIf(this::isOver);
    if (seen.size() >= OPEN_MAX) {
      seen.remove(seen.keySet().iterator().next());
    }
    seen.put(Secrets.sha256(id), clock.instant());
    write();
    return id;
  }

  /** Whether a session is open; to ask is to use it. */
  public synchronized boolean isOpen(String id) {
    var hash = Secrets.sha256(id);
    var at = seen.get(hash);
    if (at == null || isOver(at)) {
      return false;
    }
    if (at.plus(NOTED_EVERY).isBefore(clock.instant())) {
      seen.put(hash, clock.instant());
      write();
    }
    return true;
  }

  public synchronized void close(String id) {
    if (seen.remove(Secrets.sha256(id)) != null) {
      write();
    }
  }

  private void load(String text) {
    try {
      Json.read(Book.class, text).sessions().forEach(kept -> seen.put(kept.hash(), kept.seenAt()));
    } catch (JacksonException e) {
      LOG.log(WARNING, "sessions unreadable, everybody must log in again file={0}", file.path());
    }
  }

  private boolean isOver(Instant seenAt) {
    return seenAt.plus(IDLE_MAX).isBefore(clock.instant());
  }

  private void write() {
    var book =
        new Book(
            seen.entrySet().stream()
                .map(entry -> new Kept(entry.getKey(), entry.getValue()))
                .toList());
    file.write(Json.write(book));
  }
}
