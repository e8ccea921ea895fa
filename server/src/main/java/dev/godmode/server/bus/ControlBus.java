package dev.godmode.server.bus;

import dev.godmode.adapters.bus.Buses;
import dev.godmode.control.bus.BusAddress;
import dev.godmode.control.bus.BusDown;
import dev.godmode.control.bus.EventBus;
import dev.godmode.control.bus.Outbox;
import dev.godmode.control.bus.OutboxPositions;
import dev.godmode.control.journal.Journal;
import dev.godmode.control.secret.SecretSources;
import dev.godmode.protocol.api.Requests.Component;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The bus that is told what happens; where none was named, nobody is. */
public final class ControlBus implements AutoCloseable {

  /** How soon after its commit an event goes out at the latest, while the bus is there. */
  public static final Duration TOLD_EVERY = Duration.ofMillis(250);

  /**
   * What is told.
   *
   * @param committed the number of the last durable entry
   * @param positions how far buses have been told
   */
  public record Told(Journal journal, LongSupplier committed, OutboxPositions positions) {}

  private record Open(BusAddress address, Outbox outbox) {}

  private final Optional<Open> open;

  private ControlBus(Optional<Open> open) {
    this.open = open;
  }

  /**
   * To the one that was named.
   *
   * @param fleet by which it is known whose events they are
   */
  public static ControlBus to(
      Optional<BusAddress> address,
      Told told,
      Supplier<SecretSources> secrets,
      String fleet,
      LongSupplier nanos) {
    return new ControlBus(
        address.map(
            to ->
                new Open(
                    to,
                    new Outbox(
                        new Outbox.Ends(
                            told.journal(),
                            told.committed(),
                            told.positions(),
                            () -> connected(to, secrets)),
                        to.toString(),
                        "/godmode/" + fleet,
                        nanos))));
  }

  /** Its key is looked up anew for each connection. */
  private static EventBus connected(BusAddress address, Supplier<SecretSources> secrets) {
    return Buses.open(
        address, address.key().map(key -> secrets.get().value(key.name(), BusDown::new)));
  }

  /** A duty: tells what is new. */
  public void runOnce() {
    open.ifPresent(one -> one.outbox().runOnce());
  }

  /** How it is, for whoever asks how control is; empty where there is none. */
  public Optional<Component> component() {
    return open.map(
        one -> {
          var trouble = one.outbox().trouble();
          return new Component(
              "bus",
              trouble.isEmpty(),
              trouble
                  .map(
                      why ->
                          "%d events wait, nothing is lost: %s"
                              .formatted(one.outbox().behind(), why))
                  .orElseGet(() -> "told all as " + one.address()));
        });
  }

  @Override
  public void close() {
    open.ifPresent(one -> one.outbox().close());
  }
}
