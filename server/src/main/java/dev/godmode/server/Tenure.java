package dev.godmode.server;

import dev.godmode.control.engine.Mandate;
import dev.godmode.control.standby.ControlLease.Seen;
import dev.godmode.control.standby.LeaseKeeper;
import dev.godmode.control.standby.LeaseTerms;
import dev.godmode.protocol.api.ControlView;
import dev.godmode.protocol.api.Requests.Component;
import dev.godmode.protocol.stream.KnownControl;
import dev.godmode.server.fleet.WorkerSessions;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A control's time in charge: its lease, kept from the grant on, and what it knows of others. */
final class Tenure implements Mandate, LeaseKeeper.Listener, AutoCloseable {

  private final SharedDatabase database;
  private final LeaseKeeper keeper;
  private final Consumer<String> deposed;
  private volatile LongSupplier position = () -> 0;
  private volatile Optional<WorkerSessions> sessions = Optional.empty();
  private volatile List<Seen> controls = List.of();

  /**
   * Begins to keep a lease that was granted.
   *
   * @param deposed told who took over; must end the process at once
   */
  Tenure(SharedDatabase database, long term, LeaseKeeper.Clocks clocks, Consumer<String> deposed) {
    this.database = database;
    this.deposed = deposed;
    this.keeper =
        new LeaseKeeper(database.lease(), LeaseTerms.DEFAULT, database.self(), term, clocks);
    keeper.start(this, () -> position.getAsLong());
  }

  /** The engine is there: workers can be told of the other controls. */
  void serve(WorkerSessions open, LongSupplier committed) {
    position = committed;
    sessions = Optional.of(open);
  }

  @Override
  public boolean holds() {
    return keeper.holds();
  }

  @Override
  public void seen(List<Seen> all) {
    controls = List.copyOf(all);
    sessions.ifPresent(
        open ->
            open.announce(
                all.stream()
                    .map(seen -> new KnownControl(seen.node().name(), seen.node().addresses()))
                    .toList()));
  }

  @Override
  public void lapsed() {
    if (controls.size() > 1) {
      sessions.ifPresent(
          open -> open.sendAway("this control cannot reach the database: ask another"));
    }
  }

  @Override
  public void deposed(String holder) {
    deposed.accept(holder);
  }

  /** What is shown of the controls, this one among them; empty when there is no other. */
  List<ControlView> views() {
    var all = controls;
    var here = position.getAsLong();
    return all.size() < 2
        ? List.of()
        : all.stream().map(seen -> ControlViews.of(seen, database.self(), here)).toList();
  }

  Component component() {
    var held = keeper.holds();
    return new Component(
        "lease",
        held,
        held
            ? "held by this control, term " + keeper.term()
            : "not renewed for %d s, for the database was not reached; nothing is decided"
                .formatted(keeper.sinceConfirmed().toSeconds()));
  }

  /** Lets go: a standby takes over at once. */
  @Override
  public void close() {
    keeper.close();
    database.close();
  }
}
