package dev.godmode.worker.service;

import static java.lang.System.Logger.Level.INFO;

import dev.godmode.protocol.service.ServiceOffer;
import dev.godmode.protocol.service.ServiceProtocol;
import dev.godmode.worker.service.ModelLook.Other;
import dev.godmode.worker.service.ModelLook.Seen;
import dev.godmode.worker.service.ModelLook.Serves;
import dev.godmode.worker.service.ModelLook.Silent;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Looks now and then which servers of models this machine has. One that was there once is offered
 * on for an hour with why it is away, so that people see it go and come.
 */
final class ModelWatch {

  private static final System.Logger LOG = System.getLogger(ModelWatch.class.getName());

  /** Some other program's log would fill with our questions. */
  private static final Duration OTHERS_EVERY = Duration.ofMinutes(1);

  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  /** What is known of a place that a server of models was at. */
  private record Known(Optional<String> trouble, long servedNanos) {}

  /** What is known of a place that something else is at. */
  private record SomethingElse(String why, long againNanos) {}

  private final Supplier<List<ModelPlace>> places;
  private final ModelLook look;
  private final LongSupplier nanos;
  private final Consumer<List<ServiceOffer>> changed;
  private final Map<ModelPlace, Known> known = new HashMap<>();
  private final Map<ModelPlace, SomethingElse> others = new HashMap<>();
  private final Set<ModelPlace> underWay = new HashSet<>();
  private List<ServiceOffer> told = List.of();

  /**
   * A watch that has not looked yet.
   *
   * @param places where to look; those that come first are offered before the others
   * @param nanos a clock that only grows
   * @param changed hears all that is offered whenever that is something else
   */
  ModelWatch(
      Supplier<List<ModelPlace>> places,
      ModelLook look,
      LongSupplier nanos,
      Consumer<List<ServiceOffer>> changed) {
    this.places = places;
    this.look = look;
    this.nanos = nanos;
    this.changed = changed;
  }

  /**
   * Looks at each place once, at all of them beside each other: one that says nothing keeps no
   * other waiting, and is not looked at again meanwhile.
   *
   * @return the looks that were begun, in the order of their places
   */
  synchronized List<Thread> look() {
    var all = places.get();
    known.keySet().retainAll(all);
    others.keySet().retainAll(all);
    tell(all);
    return all.stream()
        .filter(this::isDue)
        .filter(underWay::add)
        .map(place -> Thread.ofVirtual().name("model-look").start(() -> look(place)))
        .toList();
  }

  private boolean isDue(ModelPlace place) {
    return Optional.ofNullable(others.get(place))
        .filter(other -> nanos.getAsLong() - other.againNanos() < 0)
        .isEmpty();
  }

  private void look(ModelPlace place) {
    try {
      var seen = look.at(place.address());
      synchronized (this) {
        note(place, seen);
        tell(places.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      forget(place);
    }
  }

  private synchronized void forget(ModelPlace place) {
    underWay.remove(place);
  }

  private void tell(List<ModelPlace> all) {
    var now =
        all.stream()
            .flatMap(place -> offer(place).stream())
            .limit(ServiceProtocol.OFFERS_MAX)
            .toList();
    if (!now.equals(told)) {
      told = now;
      changed.accept(now);
    }
  }

  private Optional<ServiceOffer> offer(ModelPlace place) {
    return Optional.ofNullable(known.get(place))
        .map(
            what ->
                new ServiceOffer(
                    place.name(), place.address().getAuthority(), what.trouble(), place.models()));
  }

  /** Whether a server of our own is not up: then it is worth while to look again soon. */
  synchronized boolean awaitsOwn() {
    return places.get().stream()
        .filter(ModelPlace::isOwn)
        .anyMatch(own -> offer(own).filter(what -> what.trouble().isEmpty()).isEmpty());
  }

  private void note(ModelPlace place, Seen seen) {
    var now = nanos.getAsLong();
    var before = Optional.ofNullable(others.remove(place)).map(SomethingElse::why);
    switch (seen) {
      case Serves _ -> known.put(place, new Known(Optional.empty(), now));
      case Silent(var why) -> away(place, why, now);
      case Other(var why) when place.isOwn() -> known.put(place, new Known(Optional.of(why), now));
      case Other(var why) -> {
        if (!before.equals(Optional.of(why))) {
          LOG.log(INFO, "not offered: {0}", why);
        }
        others.put(place, new SomethingElse(why, now + OTHERS_EVERY.toNanos()));
        away(place, why, now);
      }
    }
  }

  private void away(ModelPlace place, String why, long now) {
    var before = known.get(place);
    if (before == null) {
      return;
    }
    if (now - before.servedNanos() > FORGOTTEN_AFTER.toNanos()) {
      known.remove(place);
    } else {
      known.put(place, new Known(Optional.of(why), before.servedNanos()));
    }
  }
}
