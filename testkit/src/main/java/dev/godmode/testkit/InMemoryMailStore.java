package dev.godmode.testkit;

import dev.godmode.control.mail.Address;
import dev.godmode.control.mail.Correspondent.Program;
import dev.godmode.control.mail.Envelope;
import dev.godmode.control.mail.MailStore;
import dev.godmode.protocol.task.TaskId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Messages that last as long as the test. */
public final class InMemoryMailStore implements MailStore {

  private record Taken(TaskId task, int attempt, String message) {}

  private final TreeMap<String, Envelope> messages = new TreeMap<>();
  private final Set<Taken> taken = new HashSet<>();

  @Override
  public synchronized void keep(Envelope message) {
    messages.put(message.id(), message);
  }

  @Override
  public synchronized List<Envelope> take(Wanted wanted) {
    var reader = wanted.reader();
    return messages.values().stream()
        .filter(message -> isWanted(wanted, message))
        .limit(wanted.limit())
        .toList()
        .stream()
        .map(message -> taken(reader, message))
        .toList();
  }

  private boolean isWanted(Wanted wanted, Envelope message) {
    var reader = wanted.reader();
    var task = reader.attempt().task();
    return isFor(wanted, message)
        && message.stream().orElse(reader.stream()).equals(reader.stream())
        && !message.from().task().equals(Optional.of(task))
        && !message.hasExpired(wanted.now())
        && wanted.answering().map(id -> message.answers().equals(Optional.of(id))).orElse(true)
        && !taken.contains(new Taken(task, reader.attempt().number(), message.id()));
  }

  private static boolean isFor(Wanted wanted, Envelope message) {
    var task = wanted.reader().attempt().task();
    return switch (message.to().kind()) {
      case TASK -> message.to().equals(Address.task(task));
      case AGENT ->
          message.to().name().equals(wanted.reader().agent())
              && message.takenBy().orElse(task).equals(task);
      case TOPIC -> wanted.topics().contains(message.to().name());
      case PEOPLE -> false;
    };
  }

  private Envelope taken(Program reader, Envelope message) {
    var task = reader.attempt().task();
    taken.add(new Taken(task, reader.attempt().number(), message.id()));
    var owned = message.to().kind() == Address.Kind.AGENT ? message.takenBy(task) : message;
    messages.put(owned.id(), owned);
    return owned;
  }

  @Override
  public synchronized Optional<Envelope> find(String id) {
    return Optional.ofNullable(messages.get(id));
  }

  @Override
  public synchronized List<Envelope> list(Listing listing) {
    return messages.descendingMap().values().stream()
        .filter(message -> isListed(listing, message))
        .limit(listing.limit())
        .toList();
  }

  private static boolean isListed(Listing listing, Envelope message) {
    return listing.stream().map(one -> message.stream().orElse(one).equals(one)).orElse(true)
        && listing.task().map(task -> concerns(message, task)).orElse(true)
        && listing.conversation().map(message.conversation()::equals).orElse(true)
        && listing.before().map(id -> message.id().compareTo(id) < 0).orElse(true);
  }

  private static boolean concerns(Envelope message, TaskId task) {
    return message.from().task().equals(Optional.of(task))
        || message.takenBy().equals(Optional.of(task))
        || message.to().equals(Address.task(task));
  }

  @Override
  public synchronized long sentSince(TaskId task, Instant since) {
    return messages.values().stream()
        .filter(message -> message.from().task().equals(Optional.of(task)))
        .filter(message -> message.sentAt().isAfter(since))
        .count();
  }

  @Override
  public synchronized long count(Optional<String> stream) {
    return messages.values().stream().filter(message -> message.stream().equals(stream)).count();
  }

  @Override
  public synchronized int expire(Instant now) {
    var before = messages.size();
    messages.values().removeIf(message -> message.hasExpired(now));
    return before - messages.size();
  }
}
