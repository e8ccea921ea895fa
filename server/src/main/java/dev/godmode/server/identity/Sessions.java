package dev.godmode.server.identity;

import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.kernel.Fleet;
import dev.godmode.protocol.json.Json;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** Whose it is: the owner's in files from before there were others. */
  private record Kept(String hash, Instant seenAt, Optional<String> person) {}

  private record Open(String person, Instant seenAt) {}

  private record Book(List<Kept> sessions) {}

  private final PrivateFile file;
  private final SecureRandom random;
  private final InstantSource clock;
  private final Map<String, Open> open = new LinkedHashMap<>();

  public Sessions(Path path, SecureRandom random, InstantSource clock) {
    this.file = new PrivateFile(path);
    this.random = random;
    this.clock = clock;
    file.read().ifPresent(this::load);
  }

  /** Opens a session; the id is for the cookie and known nowhere else. */
  public synchronized String open(String person) {
    var id = Secrets.fresh(random);
    open.values().removeIf(this::isOver);
    if (open.size() >= OPEN_MAX) {
      open.remove(open.keySet().iterator().next());
    }
    open.put(Secrets.sha256(id), new Open(person, clock.instant()));
    write();
    return id;
  }

  /** Whose session it is; empty when it is not open. To ask is to use it. */
  public synchronized Optional<String> person(String id) {
    var hash = Secrets.sha256(id);
    var known = open.get(hash);
    if (known == null || isOver(known)) {
      return Optional.empty();
    }
    if (known.seenAt().plus(NOTED_EVERY).isBefore(clock.instant())) {
      open.put(hash, new Open(known.person(), clock.instant()));
      write();
    }
    return Optional.of(known.person());
  }

  /** How many a person has open. */
  public synchronized int count(String person) {
    open.values().removeIf(this::isOver);
    return (int) open.values().stream().filter(one -> one.person().equals(person)).count();
  }

  /** Logs a person out everywhere. */
  public synchronized void closeAll(String person) {
    if (open.values().removeIf(one -> one.person().equals(person))) {
      write();
    }
  }

  public synchronized void close(String id) {
    if (open.remove(Secrets.sha256(id)) != null) {
      write();
    }
  }

  private void load(String text) {
    try {
      for (var kept : Json.read(Book.class, text).sessions()) {
        open.put(kept.hash(), new Open(kept.person().orElse(Fleet.OWNER), kept.seenAt()));
      }
    } catch (JacksonException e) {
      LOG.log(WARNING, "sessions unreadable, everybody must log in again file={0}", file.path());
    }
  }

  private boolean isOver(Open one) {
    return one.seenAt().plus(IDLE_MAX).isBefore(clock.instant());
  }

  private void write() {
    var book =
        new Book(
            open.entrySet().stream()
                .map(
                    entry ->
                        new Kept(
                            entry.getKey(),
                            entry.getValue().seenAt(),
                            Optional.of(entry.getValue().person())))
                .toList());
    file.write(Json.write(book));
  }
}
