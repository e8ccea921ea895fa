package dev.godmode.control.inference.replica;

import dev.godmode.protocol.api.ReplicaViews.Admittance;
import dev.godmode.protocol.api.ReplicaViews.Awaited;
import dev.godmode.protocol.api.ReplicaViews.KeyFound;
import dev.godmode.protocol.api.ReplicaViews.PersonView;
import dev.godmode.protocol.api.ReplicaViews.ReplicaOrders;
import dev.godmode.protocol.api.ReplicaViews.ReplicaReport;
import dev.godmode.protocol.api.ReplicaViews.ReplicaTable;
import dev.godmode.protocol.inference.CallLine;
import dev.godmode.protocol.inference.ModelFault;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A control that says what it is told to, and remembers what it was told. */
final class ScriptedControl implements ControlLine {

  static final Admittance ANN =
      new Admittance(
          Optional.empty(),
          Optional.of(new PersonView("ann", "operator", List.of("models:call"))),
          Optional.empty());
  static final Admittance REVOKED =
      new Admittance(Optional.empty(), Optional.empty(), Optional.of("the lease is over"));

  final List<ReplicaReport> reports = new ArrayList<>();
  final List<CallLine> begun = new ArrayList<>();
  final Deque<Awaited> awaited = new ArrayDeque<>();
  boolean away;

  /** It hears what it is told, and its answer is lost. */
  boolean mute;

  int admissions;
  Admittance admittance = ANN;
  Optional<ModelFault> refusal = Optional.empty();
  Optional<ReplicaTable> table = Optional.empty();
  KeyFound key = new KeyFound(Optional.empty(), Optional.empty());

  private void reach() {
    if (away) {
      throw new Away("nothing listens", new IllegalStateException("scripted"));
    }
  }

  @Override
  public ReplicaOrders report(ReplicaReport report) {
    reach();
    reports.add(report);
    if (mute) {
      throw new Away("no answer", new IllegalStateException("scripted"));
    }
    return new ReplicaOrders(table.filter(now -> !now.hash().equals(report.table())));
  }

  @Override
  public Admittance admit(String credential) {
    reach();
    admissions++;
    return admittance;
  }

  @Override
  public Optional<ModelFault> begin(CallLine call) {
    reach();
    begun.add(call);
    return refusal;
  }

  @Override
  public KeyFound key(String name) {
    reach();
    return key;
  }

  @Override
  public Awaited await(String model, Duration within) {
    reach();
    return awaited.remove();
  }
}
