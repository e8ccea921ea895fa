package dev.godmode.server.identity;

import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.control.access.ProvenIdentity;
import dev.godmode.control.access.ProvenIdentity.Federated;
import dev.godmode.control.access.ProvenIdentity.TailnetUser;
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

  public static final Duration IDLE_MAX = Duration.ofDays(30);

  /** Use is written down this coarsely, so that reading does not write. */
  private static final Duration NOTED_EVERY = Duration.ofHours(1);

  private static final int OPEN_MAX = 100;

  /**
   * Whose a session is.
   *
   * @param proven who they are by another's word; empty for those whom the owner let in by name
   */
  public record Visitor(String name, Optional<ProvenIdentity> proven) {

    public static Visitor local(String name) {
      return new Visitor(name, Optional.empty());
    }

    public static Visitor of(ProvenIdentity identity) {
      return new Visitor(identity.name(), Optional.of(identity));
    }
  }

  /** Whose it is: the owner's in files from before there were others. */
  private record Kept(
      String hash,
      Instant seenAt,
      Optional<String> person,
      Optional<Federated> proven,
      Optional<TailnetUser> tailnet,
      Optional<Instant> until) {

    static Kept of(String hash, Open open) {
      var proven = open.visitor().proven();
      return new Kept(
          hash,
          open.seenAt(),
          Optional.of(open.person()),
          proven.filter(Federated.class::isInstance).map(Federated.class::cast),
          proven.filter(TailnetUser.class::isInstance).map(TailnetUser.class::cast),
          Optional.of(open.until()).filter(until -> until.isBefore(Instant.MAX)));
    }

    Visitor visitor() {
      return proven
          .<ProvenIdentity>map(one -> one)
          .or(() -> tailnet)
          .map(Visitor::of)
          .orElseGet(() -> Visitor.local(person.orElse(Fleet.OWNER)));
    }
  }

  private record Open(Visitor visitor, Instant seenAt, Instant until) {

    String person() {
      return visitor.name();
    }
  }

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
  public String open(String person) {
    return open(Visitor.local(person), Instant.MAX);
  }

  /** Opens one that ends however much it is used: then whoever vouches is asked again. */
  public String open(ProvenIdentity identity, Duration counts) {
    return open(Visitor.of(identity), clock.instant().plus(counts));
  }

  private synchronized String open(Visitor visitor, Instant until) {
    var id = Secrets.fresh(random);
    open.values().removeIf(this::isOver);
    if (open.size() >= OPEN_MAX) {
      open.remove(open.keySet().iterator().next());
    }
    open.put(Secrets.sha256(id), new Open(visitor, clock.instant(), until));
    write();
    return id;
  }

  /** Whose session it is; empty when it is not open. To ask is to use it. */
  public synchronized Optional<Visitor> visitor(String id) {
    var hash = Secrets.sha256(id);
    var known = open.get(hash);
    if (known == null || isOver(known)) {
      return Optional.empty();
    }
    if (known.seenAt().plus(NOTED_EVERY).isBefore(clock.instant())) {
      open.put(hash, new Open(known.visitor(), clock.instant(), known.until()));
      write();
    }
    return Optional.of(known.visitor());
  }

  /** Those who are here by another's word, each once. */
  public synchronized List<ProvenIdentity> proven() {
    open.values().removeIf(this::isOver);
    return open.values().stream()
        .flatMap(one -> one.visitor().proven().stream())
        .distinct()
        .toList();
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
        open.put(
            kept.hash(), new Open(kept.visitor(), kept.seenAt(), kept.until().orElse(Instant.MAX)));
      }
    } catch (JacksonException e) {
      LOG.log(WARNING, "sessions unreadable, everybody must log in again file={0}", file.path());
    }
  }

  private boolean isOver(Open one) {
    var now = clock.instant();
    return one.seenAt().plus(IDLE_MAX).isBefore(now) || !one.until().isAfter(now);
  }

  private void write() {
    var book =
        new Book(
            open.entrySet().stream()
                .map(entry -> Kept.of(entry.getKey(), entry.getValue()))
                .toList());
    file.write(Json.write(book));
  }
}
