package dev.godmode.control.mail;

import dev.godmode.control.mail.Address.Kind;
import dev.godmode.control.mail.Correspondent.Person;
import dev.godmode.control.mail.Correspondent.Program;
import dev.godmode.control.mail.MailStore.Listing;
import dev.godmode.control.mail.MailStore.Wanted;
import dev.godmode.control.outcome.Outcome;
import dev.godmode.control.outcome.Outcome.Done;
import dev.godmode.control.outcome.Outcome.Why;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.text.Spelling;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Sends messages and hands them over, for whoever may. What somebody may not see and what is not
 * there look the same to them.
 */
public final class Mail {

  /** Takes secrets out of what is about to be sent. */
  public interface Redactor {
    String clean(Correspondent from, String text);
  }

  /** Where time and ids come from, and what a text passes. */
  public record Sources(InstantSource clock, Supplier<String> ids, Redactor redactor) {}

  /**
   * Something to send.
   *
   * @param to whoever wrote the answered message when empty
   * @param stream only people say one, and need not: an attempt writes within its own
   * @param answers the id of a message
   * @param kept {@link MailLimits#KEPT_USUAL} when empty
   */
  public record Draft(
      Optional<Address> to,
      Optional<String> stream,
      String kind,
      String text,
      Optional<String> answers,
      Optional<Duration> kept) {

    /** A note to somebody. */
    public static Draft of(Address to, String text) {
      return new Draft(
          Optional.of(to), Optional.empty(), "note", text, Optional.empty(), Optional.empty());
    }

    /** The answer to a message, to whoever wrote it. */
    public static Draft answering(String id, String text) {
      return new Draft(
          Optional.empty(), Optional.empty(), "note", text, Optional.of(id), Optional.empty());
    }
  }

  private final MailStore store;
  private final Directory directory;
  private final MailLedger ledger;
  private final Sources sources;

  public Mail(MailStore store, Directory directory, MailLedger ledger, Sources sources) {
    this.store = store;
    this.directory = directory;
    this.ledger = ledger;
    this.sources = sources;
  }

  /**
   * Sends one; it is kept when this comes back.
   *
   * @param cause who, as the journal names them
   */
  public Outcome<Envelope> send(Correspondent from, String cause, Draft draft) {
    if (draft.answers().isEmpty()) {
      return sent(cause, addressed(from, draft, Optional.empty()));
    }
    return switch (show(from, draft.answers().get())) {
      case Outcome.Refused(var why, var words) -> Outcome.refused(why, words);
      case Done(var answered) -> sent(cause, addressed(from, draft, Optional.of(answered)));
    };
  }

  private Outcome<Envelope> sent(String cause, Outcome<Envelope> outcome) {
    if (outcome instanceof Done(var message)) {
      store.keep(message);
      ledger.sent(cause, message);
    }
    return outcome;
  }

  private Outcome<Envelope> addressed(
      Correspondent from, Draft draft, Optional<Envelope> answered) {
    var to = draft.to().or(() -> answered.map(one -> others(from, one)));
    if (to.isEmpty()) {
      return Outcome.refused(
          Why.INVALID, "'to' is missing: task:ID, agent:TYPE, topic:NAME or people");
    }
    return switch (to.get().kind()) {
      case TASK -> toTask(from, draft, answered, to.get());
      case AGENT -> toAgent(from, draft, answered, to.get());
      case TOPIC, PEOPLE -> written(from, draft, answered, to.get(), stream(from, draft, answered));
    };
  }

  /** Where an answer goes: to whoever wrote it, and what is one's own once more to whom it went. */
  private static Address others(Correspondent from, Envelope answered) {
    return from.sender().address().equals(answered.from().address())
        ? answered.to()
        : answered.from().address();
  }

  /** Within which it is read; people may write to the whole fleet, and answer where they were. */
  private static Optional<String> stream(
      Correspondent from, Draft draft, Optional<Envelope> answered) {
    return switch (from) {
      case Program program -> Optional.of(program.stream());
      case Person _ -> draft.stream().or(() -> answered.flatMap(Envelope::stream));
    };
  }

  private Outcome<Envelope> toTask(
      Correspondent from, Draft draft, Optional<Envelope> answered, Address to) {
    var found = directory.task(new TaskId(to.name()));
    // An attempt is not told what there is elsewhere.
    if (found.isEmpty()
        || (from instanceof Program program && !found.get().stream().equals(program.stream()))) {
      return Outcome.refused(Why.NOT_FOUND, "there is no task '%s' here".formatted(to.name()));
    }
    var task = found.get();
    if (task.ended()) {
      return Outcome.refused(
          Why.INVALID, "task %s has ended, and nobody works on it any more".formatted(task.task()));
    }
    return written(from, draft, answered, Address.task(task.task()), Optional.of(task.stream()));
  }

  private Outcome<Envelope> toAgent(
      Correspondent from, Draft draft, Optional<Envelope> answered, Address to) {
    var known = directory.agents();
    return known.contains(to.name())
        ? written(from, draft, answered, to, stream(from, draft, answered))
        : Outcome.refused(
            Why.NOT_FOUND,
            "there is no agent '%s'%s".formatted(to.name(), Spelling.hint(to.name(), known)));
  }

  private Outcome<Envelope> written(
      Correspondent from,
      Draft draft,
      Optional<Envelope> answered,
      Address to,
      Optional<String> stream) {
    // A person who joins in is what a conversation of programs waits for.
    var hops = from instanceof Person ? 0 : answered.map(one -> one.hops() + 1).orElse(0);
    return objection(from, draft, hops, stream)
        .orElseGet(
            () -> {
              var now = sources.clock().instant();
              var id = sources.ids().get();
              var message =
                  new Envelope(
                      id,
                      from.sender(),
                      to,
                      stream,
                      draft.kind(),
                      sources.redactor().clean(from, draft.text()),
                      answered.map(Envelope::id),
                      answered.map(Envelope::conversation).orElse(id),
                      hops,
                      now,
                      now.plus(draft.kept().orElse(MailLimits.KEPT_USUAL)),
                      Optional.empty());
              return new Done<>(message);
            });
  }

  private Optional<Outcome<Envelope>> objection(
      Correspondent from, Draft draft, int hops, Optional<String> stream) {
    var kept = draft.kept().orElse(MailLimits.KEPT_USUAL);
    if (!kept.isPositive() || kept.compareTo(MailLimits.KEPT_MAX) > 0) {
      return refused(
          Why.INVALID,
          "a message is kept for a second to %d days".formatted(MailLimits.KEPT_MAX.toDays()));
    }
    if (hops > MailLimits.HOPS_MAX) {
      return refused(
          Why.INVALID,
          "programs have answered each other %d times here: decide with what you have, or ask a person"
              .formatted(MailLimits.HOPS_MAX));
    }
    var since = sources.clock().instant().minus(MailLimits.RATE_WINDOW);
    if (from instanceof Program program
        && store.sentSince(program.task(), since) >= MailLimits.SENT_MAX) {
      return refused(
          Why.TOO_OFTEN,
          "a task sends at most %d messages in %d s"
              .formatted(MailLimits.SENT_MAX, MailLimits.RATE_WINDOW.toSeconds()));
    }
    if (store.count(stream) >= MailLimits.STREAM_MAX) {
      return refused(
          Why.FULL,
          "%d messages are kept here, and no more are taken until some expire"
              .formatted(MailLimits.STREAM_MAX));
    }
    return Optional.empty();
  }

  private static Optional<Outcome<Envelope>> refused(Why why, String words) {
    return Optional.of(Outcome.refused(why, words));
  }

  /** What this attempt has not taken yet, the oldest first; it has taken it then. */
  public List<Envelope> take(Program reader, Set<String> topics, int limit) {
    return store.take(
        new Wanted(reader, topics, Optional.empty(), sources.clock().instant(), limit));
  }

  /** The first answer to a message; an attempt takes it, and gets it once. */
  public Optional<Envelope> answer(Correspondent who, Envelope message) {
    return switch (who) {
      case Program program -> store.take(answers(program, message)).stream().findFirst();
      case Person _ -> answers(message).reversed().stream().findFirst();
    };
  }

  private Wanted answers(Program reader, Envelope message) {
    var topics = message.to().kind() == Kind.TOPIC ? Set.of(message.to().name()) : Set.<String>of();
    return new Wanted(reader, topics, Optional.of(message.id()), sources.clock().instant(), 1);
  }

  private List<Envelope> answers(Envelope message) {
    return store
        .list(
            new Listing(
                Optional.empty(),
                Optional.empty(),
                Optional.of(message.conversation()),
                Optional.empty(),
                MailLimits.PAGE_MAX))
        .stream()
        .filter(one -> one.answers().equals(Optional.of(message.id())))
        .toList();
  }

  public Outcome<Envelope> show(Correspondent who, String id) {
    return store
        .find(id)
        .filter(message -> who.maySee(message) && !message.hasExpired(sources.clock().instant()))
        .<Outcome<Envelope>>map(Done::new)
        .orElseGet(() -> Outcome.refused(Why.NOT_FOUND, "there is no message '%s'".formatted(id)));
  }

  /** A page of what somebody may see, the newest first; a program sees its own task's. */
  public List<Envelope> list(Correspondent who, Listing listing) {
    return switch (who) {
      case Person _ -> store.list(listing);
      case Program program ->
          store
              .list(
                  new Listing(
                      Optional.of(program.stream()),
                      Optional.of(program.task()),
                      listing.conversation(),
                      listing.before(),
                      listing.limit()))
              .stream()
              .filter(program::maySee)
              .toList();
    };
  }
}
