package dev.godmode.control.inference;

import dev.godmode.control.inference.ModelServer.Answered;
import dev.godmode.control.inference.ModelServer.Ask;
import dev.godmode.control.inference.ModelServer.Lost;
import dev.godmode.control.inference.ModelServer.NotSent;
import dev.godmode.control.inference.ProviderStanding.Snapshot;
import dev.godmode.control.inference.Whereabouts.AtUrl;
import dev.godmode.control.inference.dialect.Conversation;
import dev.godmode.protocol.inference.ModelFault;
import dev.godmode.protocol.text.Spelling;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The providers that there are, and how each does. Probes them; never blocks but in a probe. */
public final class Providers {

  /** Between two probes of a provider. */
  public static final Duration PROBED_EVERY = Duration.ofSeconds(10);

  private static final Duration PROBE_PATIENCE = Duration.ofSeconds(5);
  private static final int LIST_MAX_BYTES = 4 << 20;
  private static final int NEAREST_MAX = 3;

  private final ModelServer server;
  private final Keys keys;
  private final LongSupplier nanos;

  /** What people brought in. */
  private volatile Map<String, ProviderStanding> standings = Map.of();

  /** What nodes offer. */
  private volatile Map<String, ProviderStanding> offered = Map.of();

  private volatile Map<String, String> aliases = Map.of();

  /** Models whose servers are started when somebody asks. */
  private volatile Set<String> startable = Set.of();

  /** Those on nodes that get no new calls. */
  private volatile Set<String> leaving = Set.of();

  private volatile Runnable offeredAnew = () -> {};

  /**
   * None yet.
   *
   * @param nanos a clock that only grows
   */
  public Providers(ModelServer server, Keys keys, LongSupplier nanos) {
    this.server = server;
    this.keys = keys;
    this.nanos = nanos;
  }

  /** These from now on; those that stay as they were keep what is known of them. */
  public synchronized void set(List<Provider> all, Map<String, String> names) {
    standings = kept(standings, all);
    aliases = Map.copyOf(names);
  }

  /** Nodes offer these from now on, and no others. */
  public synchronized void offer(List<Provider> all) {
    offered = kept(offered, all);
    offeredAnew.run();
  }

  /** Told from now on when nodes offer something else. */
  public void whenOffered(Runnable told) {
    offeredAnew = told;
  }

  /**
   * What is known of servers that come and go as they are asked for.
   *
   * @param models that can be asked for though nobody may have them just now
   * @param stopping names of providers that get no new calls
   */
  public void expect(Set<String> models, Set<String> stopping) {
    startable = Set.copyOf(models);
    leaving = Set.copyOf(stopping);
  }

  private static Map<String, ProviderStanding> kept(
      Map<String, ProviderStanding> before, List<Provider> all) {
    var next = new LinkedHashMap<String, ProviderStanding>();
    for (var provider : all) {
      var known = before.get(provider.name());
      next.put(
          provider.name(),
          known != null && known.provider().equals(provider)
              ? known
              : new ProviderStanding(provider));
    }
    return Map.copyOf(next);
  }

  private List<ProviderStanding> everyone() {
    return Stream.concat(standings.values().stream(), offered.values().stream()).toList();
  }

  /** The model that a name means. */
  public String meant(String asked) {
    return aliases.getOrDefault(asked, asked);
  }

  /** One of them. */
  Optional<ProviderStanding> named(String name) {
    return Optional.ofNullable(standings.get(name))
        .or(() -> Optional.ofNullable(offered.get(name)));
  }

  /** Where a model is asked. */
  public record Place(ProviderStanding standing, Snapshot snapshot, String model) {}

  /**
   * Where a model can be had, whether it can be just now or not. A name may be another's alias, and
   * {@code provider/model} means that provider's alone. What people brought in goes before what
   * nodes offer: a node that says it has a model takes no questions from those who have it.
   */
  List<Place> of(String asked) {
    var model = meant(asked);
    return Stream.of(standings, offered)
        .map(Map::values)
        .flatMap(some -> Stream.of(having(model, some), named(model, some)))
        .filter(places -> !places.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** Whether a model can be asked for just now; what a person brought in is asked in any case. */
  boolean isAtHand(String asked) {
    return of(asked).stream()
        .map(Place::snapshot)
        .anyMatch(one -> one.isRested() || one.provider().where() instanceof AtUrl);
  }

  private List<Place> having(String model, Collection<ProviderStanding> some) {
    var now = nanos.getAsLong();
    return some.stream()
        .map(one -> new Place(one, one.at(now), model))
        .filter(place -> place.snapshot().offers(model) && stays(place))
        .toList();
  }

  private boolean stays(Place place) {
    return !leaving.contains(place.snapshot().provider().name());
  }

  private List<Place> named(String model, Collection<ProviderStanding> some) {
    var now = nanos.getAsLong();
    return some.stream()
        .filter(one -> model.startsWith(one.provider().name() + "/"))
        .map(
            one -> new Place(one, one.at(now), model.substring(one.provider().name().length() + 1)))
        .filter(place -> place.snapshot().offers(place.model()) && stays(place))
        .toList();
  }

  /** All of them, by name. */
  public List<Snapshot> all() {
    var now = nanos.getAsLong();
    return everyone().stream()
        .map(one -> one.at(now))
        .sorted(Comparator.comparing(one -> one.provider().name()))
        .toList();
  }

  /** What nodes offer, the names of what gets no new calls, and what is started when asked for. */
  public record Fleet(List<Provider> offered, Set<String> leaving, Set<String> startable) {}

  /** What the fleet itself has of models just now. */
  public Fleet fleet() {
    return new Fleet(
        offered.values().stream()
            .map(ProviderStanding::provider)
            .sorted(Comparator.comparing(Provider::name))
            .toList(),
        leaving,
        startable);
  }

  /** Calls that are under way. */
  int outstanding() {
    return all().stream().mapToInt(Snapshot::outstanding).sum();
  }

  /** Every name that can be asked for, aliases too. */
  public List<String> names() {
    var names = new TreeSet<>(startable);
    all().forEach(one -> names.addAll(one.models()));
    aliases.forEach(
        (alias, model) -> {
          if (names.contains(model)) {
            names.add(alias);
          }
        });
    return List.copyOf(names);
  }

  /** Whether a name means a model, be it at hand just now or not. */
  public boolean knows(String asked) {
    return startable.contains(meant(asked)) || !of(asked).isEmpty();
  }

  /** Why there is no such model, with what is nearest. */
  public ModelFault unknown(String asked) {
    var names = names();
    if (names.isEmpty()) {
      return ModelFault.unknownModel(
          everyone().isEmpty()
              ? "there is no model yet: gm models add NAME URL brings a provider in"
              : "no provider lists a model just now: gm models says how each does");
    }
    var near =
        names.stream()
            .sorted(Comparator.comparingInt(name -> Spelling.distance(asked, name)))
            .limit(NEAREST_MAX)
            .toList();
    return ModelFault.unknownModel(
        "there is no model '%s'; nearest are %s"
            .formatted(asked.substring(0, Math.min(100, asked.length())), String.join(", ", near)));
  }

  long nanos() {
    return nanos.getAsLong();
  }

  /** Asks every provider for its models, each in a thread of its own. */
  public void probe() {
    probe(_ -> true);
  }

  /** Asks some of them. */
  public void probe(Predicate<Provider> which) {
    everyone().stream()
        .filter(one -> which.test(one.provider()))
        .map(one -> Thread.startVirtualThread(() -> probe(one)))
        .toList()
        .forEach(Providers::join);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void probe(ProviderStanding standing) {
    var provider = standing.provider();
    switch (keys.of(provider)) {
      case Keys.Missing(var why) -> standing.silent(why);
      case Keys.Ready(var key) -> {
        switch (server.ask(provider, key, Ask.of("/models"), PROBE_PATIENCE)) {
          case NotSent(var why) -> standing.silent(why);
          case Lost(var why, _) -> standing.silent(why);
          case Answered(var answer) -> {
            try (answer) {
              heard(standing, answer);
            }
          }
        }
      }
    }
  }

  private static void heard(ProviderStanding standing, ModelServer.Answer answer) {
    var status = answer.status();
    if (status == 401 || status == 403) {
      standing.silent("it refuses its key (status %d)".formatted(status));
    } else if (status >= 500) {
      standing.silent("it answers with status %d".formatted(status));
    } else if (status / 100 != 2) {
      listless(standing, "it lists no models (status %d)".formatted(status));
    } else {
      try {
        standing.alive(
            Conversation.modelNames(WholeBody.read(answer, LIST_MAX_BYTES, PROBE_PATIENCE)));
      } catch (BadAnswer e) {
        listless(standing, e.words());
      }
    }
  }

  /** Without a list it is of use only when it is said which models it has. */
  private static void listless(ProviderStanding standing, String why) {
    if (standing.provider().models().isEmpty()) {
      standing.silent(why + ": say which it has, gm models add … --model NAME");
    } else {
      standing.alive(List.of());
    }
  }

  /** When one of these places may be asked again. */
  Optional<Duration> soonest(List<Place> places) {
    return places.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Preference.soonest(places.stream().map(Place::snapshot).toList(), PROBED_EVERY));
  }
}
