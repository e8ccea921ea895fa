package dev.godmode.worker.service;

import static java.lang.System.Logger.Level.INFO;

import dev.godmode.protocol.service.ServiceOffer;
import dev.godmode.worker.service.ModelLook.Other;
import dev.godmode.worker.service.ModelLook.Seen;
import dev.godmode.worker.service.ModelLook.Serves;
import dev.godmode.worker.service.ModelLook.Silent;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Looks now and then which servers of models this machine has. One that was there once is offered
 * on for an hour with why it is away, so that people see it go and come.
 */
final class ModelWatch {

  private static final System.Logger LOG = System.getLogger(ModelWatch.class.getName());

  /** Some other program's log would fill with our questions. */
  private static final Duration OTHERS_EVERY = Duration.ofMinutes(1);

  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  /** What is known of an address that a server of models was at. */
  private record Known(Optional<String> trouble, long servedNanos) {}

  /** What is known of an address that something else is at. */
  private record SomethingElse(String why, long againNanos) {}

  private final List<URI> addresses;
  private final ModelLook look;
  private final LongSupplier nanos;
  private final Consumer<List<ServiceOffer>> changed;
  private final Map<URI, Known> known = new LinkedHashMap<>();
  private final Map<URI, SomethingElse> others = new LinkedHashMap<>();
  private List<ServiceOffer> told = List.of();

  /**
   * A watch that has not looked yet.
   *
   * @param nanos a clock that only grows
   * @param changed hears all that is offered whenever that is something else
   */
  ModelWatch(
      ModelAddresses addresses,
      ModelLook look,
      LongSupplier nanos,
      Consumer<List<ServiceOffer>> changed) {
    this.addresses = addresses.all();
    this.look = look;
    this.nanos = nanos;
    this.changed = changed;
  }

  /** Looks at each address once. */
  void look() throws InterruptedException {
    for (var address : addresses) {
      var other = others.get(address);
      if (other == null || nanos.getAsLong() - other.againNanos() >= 0) {
        note(address, look.at(address));
      }
    }
    var now =
        known.entrySet().stream()
            .map(
                one ->
                    new ServiceOffer(
                        ModelAddresses.name(one.getKey()),
                        one.getKey().getAuthority(),
                        one.getValue().trouble()))
            .toList();
    if (!now.equals(told)) {
      told = now;
      changed.accept(now);
    }
  }

  private void note(URI address, Seen seen) {
    var now = nanos.getAsLong();
    var before = Optional.ofNullable(others.remove(address)).map(SomethingElse::why);
    switch (seen) {
      case Serves _ -> known.put(address, new Known(Optional.empty(), now));
      case Silent(var why) -> away(address, why, now);
      case Other(var why) -> {
        if (!before.equals(Optional.of(why))) {
          LOG.log(INFO, "not offered: {0}", why);
        }
        others.put(address, new SomethingElse(why, now + OTHERS_EVERY.toNanos()));
        away(address, why, now);
      }
    }
  }

  private void away(URI address, String why, long now) {
    var before = known.get(address);
    if (before == null) {
      return;
    }
    if (now - before.servedNanos() > FORGOTTEN_AFTER.toNanos()) {
      known.remove(address);
    } else {
      known.put(address, new Known(Optional.of(why), before.servedNanos()));
    }
  }
}
