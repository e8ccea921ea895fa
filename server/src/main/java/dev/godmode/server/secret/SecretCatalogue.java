package dev.godmode.server.secret;

import dev.godmode.control.access.Policy;
import dev.godmode.control.access.Right;
import dev.godmode.control.engine.Engine;
import dev.godmode.control.journal.Journal;
import dev.godmode.control.journal.Journal.LedgerQuery;
import dev.godmode.control.secret.SecretHolders;
import dev.godmode.control.secret.SecretSource.Absent;
import dev.godmode.control.secret.SecretSource.Found;
import dev.godmode.control.secret.SecretSource.SecretTrouble;
import dev.godmode.control.secret.SecretSource.Trouble;
import dev.godmode.control.secret.SecretValue;
import dev.godmode.control.secret.SecretsFile;
import dev.godmode.kernel.Command.NoteSecret;
import dev.godmode.kernel.Kernel;
import dev.godmode.protocol.api.SecretViews.SecretCheck;
import dev.godmode.protocol.api.SecretViews.SecretList;
import dev.godmode.protocol.api.SecretViews.SecretUse;
import dev.godmode.protocol.api.SecretViews.SecretView;
import dev.godmode.protocol.api.SecretViews.SourceView;
import dev.godmode.protocol.event.FleetEvent.CallsBrokered;
import dev.godmode.protocol.event.TaskEvent.SecretsGiven;
import dev.godmode.protocol.text.SecretReference;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.server.http.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What people may know of secrets: all but the values. */
public final class SecretCatalogue {

  private static final long PATIENCE_SECONDS = 10;

  /** So far back it is looked for when a secret was used last. */
  private static final int USES_MAX = 1_000;

  private final Engine engine;
  private final Journal journal;
  private final Supplier<Policy> policy;
  private final SecretsFile file;

  public SecretCatalogue(
      Engine engine, Journal journal, Supplier<Policy> policy, SecretsFile file) {
    this.engine = engine;
    this.journal = journal;
    this.policy = policy;
    this.file = file;
  }

  /** All secrets that a source has or that somebody names. */
  public SecretList list() {
    var standing = file.standing();
    var uses = uses();
    var holders = SecretHolders.of(standing.sources(), named());
    return new SecretList(
        holders.stream().map(holder -> view(holder, uses)).toList(),
        standing.sources().inOrder().stream()
            .map(source -> new SourceView(source.words(), source.writable().isPresent()))
            .toList(),
        standing.problems().stream().map(Object::toString).toList());
  }

  private SecretView view(SecretHolders.Holder holder, Map<String, SecretUse> uses) {
    return new SecretView(
        holder.name(),
        holder.source(),
        holder.trouble(),
        lines(holder.name()),
        Optional.ofNullable(uses.get(holder.name())));
  }

  /** The lines that give it, and those that let somebody call with it. */
  private List<String> lines(String name) {
    var now = policy.get();
    return Stream.concat(
            now.linesOn(new Right.UseSecret(name)).stream(),
            file.standing().brokers().stream()
                .filter(broker -> broker.secret().equals(name))
                .flatMap(broker -> now.linesOn(new Right.CallBroker(broker.name())).stream()))
        .distinct()
        .toList();
  }

  /** The names in profiles, in the policy and of brokers. */
  private List<String> named() {
    var all = new TreeSet<String>(policy.get().secretNames());
    file.standing().brokers().forEach(broker -> all.add(broker.secret()));
    all.addAll(
        engine
            .read(
                (Kernel kernel) ->
                    kernel.fleet().agents().values().stream()
                        .flatMap(profile -> SecretReference.names(profile.env().values()).stream())
                        .toList())
            .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .join());
    return List.copyOf(all);
  }

  /** When each was used last, as far as the ledger's last uses tell. */
  private Map<String, SecretUse> uses() {
    var last = new HashMap<String, SecretUse>();
    for (var kind : List.of(SecretsGiven.class, CallsBrokered.class)) {
      for (var entry : journal.search(LedgerQuery.last(kind, USES_MAX))) {
        if (entry.event() instanceof SecretsGiven given) {
          var use = new SecretUse(entry.at(), "attempt:" + given.attempt());
          given.secrets().forEach(grant -> last.merge(grant.secret(), use, SecretUse::later));
        } else if (entry.event() instanceof CallsBrokered calls) {
          var use =
              new SecretUse(entry.at(), "%s by broker %s".formatted(calls.who(), calls.broker()));
          last.merge(calls.secret(), use, SecretUse::later);
        }
      }
    }
    return last;
  }

  /** Whether a name has a value, from where, and who may use it. */
  public SecretCheck check(String name) {
    requireName(name);
    var all = file.sources();
    var answer = all.find(name);
    var lines = lines(name);
    return switch (answer.finding()) {
      case Found _ -> new SecretCheck(name, true, answer.source(), "it has a value", lines);
      case Trouble(var why, _) -> new SecretCheck(name, false, answer.source(), why, lines);
      case Absent _ ->
          new SecretCheck(
              name,
              false,
              Optional.empty(),
              "no source has it%s; asked were: %s"
                  .formatted(
                      Spelling.hint(name, known()),
                      String.join(", ", all.inOrder().stream().map(s -> s.words()).toList())),
              lines);
    };
  }

  private List<String> known() {
    var all = new TreeSet<String>(file.sources().names());
    all.addAll(named());
    return List.copyOf(all);
  }

  /**
   * Gives a secret a value, in the first source that takes one.
   *
   * @return what that source is
   * @throws Refusal when none does, or what is asked for cannot be
   */
  public String set(String by, String name, String value) {
    requireName(name);
    var source =
        file.sources()
            .writable()
            .orElseThrow(
                () ->
                    new Refusal(
                        409,
                        "conflict",
                        "no source takes values: name a dotenv or an age file in secrets.yaml"));
    try {
      source.writable().orElseThrow().put(name, new SecretValue(value));
    } catch (SecretTrouble e) {
      throw new Refusal(409, "conflict", String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid(String.valueOf(e.getMessage()));
    }
    engine
        .submit(by, new NoteSecret(name, source.words()))
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
    return hidden(name, source.words());
  }

  /** A source that is asked before the one that was written to wins. */
  private String hidden(String name, String written) {
    var wins = file.sources().find(name).source().orElse(written);
    return wins.equals(written)
        ? "'%s' is kept in %s".formatted(name, written)
        : "'%s' is kept in %s, but %s is asked before it and wins".formatted(name, written, wins);
  }

  private static void requireName(String name) {
    if (!SecretReference.isName(name)) {
      throw Refusal.invalid(
          "a secret's name has 1 to 100 letters, digits, dots, dashes and _; was '%s'"
              .formatted(name.substring(0, Math.min(100, name.length()))));
    }
  }
}
