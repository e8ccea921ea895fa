package dev.godmode.server.outlet;

import dev.godmode.adapters.bus.Buses;
import dev.godmode.adapters.otlp.OtlpCollector;
import dev.godmode.control.bus.Announcer;
import dev.godmode.control.bus.BusAddress;
import dev.godmode.control.journal.Journal;
import dev.godmode.control.outbox.Away;
import dev.godmode.control.outbox.Outbox;
import dev.godmode.control.outbox.OutboxPositions;
import dev.godmode.control.outbox.Recipient;
import dev.godmode.control.secret.SecretSources;
import dev.godmode.control.secret.SecretValue;
import dev.godmode.control.trace.CollectorAddress;
import dev.godmode.control.trace.TraceTeller;
import dev.godmode.protocol.api.Requests.Component;
import dev.godmode.protocol.text.SecretReference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The bus and the collector of traces; where none was named, nobody is told. */
public final class Outlets implements AutoCloseable {

  /** How soon after its commit an event goes out at the latest, while the bus is there. */
  public static final Duration TOLD_EVERY = Duration.ofMillis(250);

  /**
   * What is told.
   *
   * @param committed the number of the last durable entry
   * @param positions how far others have been told
   */
  public record Told(
      Journal journal,
      LongSupplier committed,
      OutboxPositions positions,
      TraceTeller.Sources traces) {}

  /**
   * Who tells it.
   *
   * @param secrets in which keys are looked up, anew for each connection
   * @param fleet by which it is known whose events they are
   */
  public record Teller(
      Supplier<SecretSources> secrets, String fleet, String version, LongSupplier nanos) {}

  private final Told told;
  private final Teller teller;
  private final Optional<Outlet> bus;
  private final Optional<Outlet> traces;

  /** To those that were named. */
  public Outlets(
      Optional<BusAddress> bus, Optional<CollectorAddress> collector, Told told, Teller teller) {
    this.told = told;
    this.teller = teller;
    this.bus = bus.map(to -> new Outlet("bus", "as " + to, outbox("bus", to, () -> announcer(to))));
    this.traces =
        collector.map(
            to -> new Outlet("traces", "at " + to, outbox("traces", to, () -> traces(to))));
  }

  private Outbox outbox(String what, Object address, Supplier<Recipient> opener) {
    var ends = new Outbox.Ends(told.journal(), told.committed(), told.positions(), opener);
    return new Outbox(ends, what, address.toString(), teller.nanos());
  }

  private Recipient announcer(BusAddress address) {
    return new Announcer(Buses.open(address, value(address.key())), "/godmode/" + teller.fleet());
  }

  private Recipient traces(CollectorAddress address) {
    var source = new OtlpCollector.Source(teller.fleet(), teller.version());
    return new TraceTeller(told.traces(), new OtlpCollector(address, value(address.key()), source));
  }

  private Optional<SecretValue> value(Optional<SecretReference> key) {
    return key.map(named -> teller.secrets().get().value(named.name(), Away::new));
  }

  /** A duty: tells the bus what is new. */
  public void tellBus() {
    bus.ifPresent(one -> one.outbox().runOnce());
  }

  /** A duty: tells the collector what is new. */
  public void tellTraces() {
    traces.ifPresent(one -> one.outbox().runOnce());
  }

  /** How they are, for whoever asks how control is. */
  public List<Component> components() {
    return Stream.of(bus, traces).flatMap(Optional::stream).map(Outlet::component).toList();
  }

  @Override
  public void close() {
    Stream.of(bus, traces).flatMap(Optional::stream).forEach(one -> one.outbox().close());
  }
}
