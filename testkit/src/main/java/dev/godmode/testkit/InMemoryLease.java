package dev.godmode.testkit;

import dev.godmode.control.standby.ControlLease;
import dev.godmode.control.standby.ControlNode;
import dev.godmode.control.standby.LeaseTerms;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A lease that lasts as long as the test; its clock is the test's. */
public final class InMemoryLease implements ControlLease {

  /** What controls share. */
  public static final class Shared {
    private record Held(ControlNode holder, long term, Instant lapsesAt) {}

    private record Report(ControlNode node, long position, Instant at) {}

    private final Map<String, Report> reports = new HashMap<>();
    private Optional<Held> held = Optional.empty();
    private boolean away;

    /** The database does not answer until it is back. */
    public synchronized void goAway() {
      away = true;
    }

    public synchronized void comeBack() {
      away = false;
    }

    private void requireThere() {
      if (away) {
        throw new LeaseUnavailable("the test took it away", new IllegalStateException("away"));
      }
    }
  }

  private final Shared shared;
  private final LeaseTerms terms;
  private final InstantSource clock;

  public InMemoryLease(Shared shared, LeaseTerms terms, InstantSource clock) {
    this.shared = shared;
    this.terms = terms;
    this.clock = clock;
  }

  @Override
  public Claim take(ControlNode self) {
    synchronized (shared) {
      shared.requireThere();
      var other =
          shared.held.filter(
              held ->
                  !held.holder().id().equals(self.id())
                      && held.lapsesAt().isAfter(clock.instant()));
      if (other.isPresent()) {
        return new Claim.Held(other.get().holder().name());
      }
      return hold(self, shared.held.map(Shared.Held::term).orElse(0L) + 1);
    }
  }

  private Claim hold(ControlNode self, long term) {
    shared.held = Optional.of(new Shared.Held(self, term, clock.instant().plus(terms.ttl())));
    return new Claim.Granted(term);
  }

  @Override
  public Claim renew(ControlNode self, long term) {
    synchronized (shared) {
      shared.requireThere();
      return isHeldBy(self, term)
          ? hold(self, term)
          : new Claim.Held(shared.held.map(held -> held.holder().name()).orElse("nobody"));
    }
  }

  private boolean isHeldBy(ControlNode self, long term) {
    return shared
        .held
        .filter(held -> held.holder().id().equals(self.id()) && held.term() == term)
        .isPresent();
  }

  @Override
  public void release(ControlNode self, long term) {
    synchronized (shared) {
      shared.requireThere();
      if (isHeldBy(self, term)) {
        shared.held = Optional.of(new Shared.Held(self, term, Instant.MIN));
      }
    }
  }

  @Override
  public void report(ControlNode self, long position) {
    synchronized (shared) {
      shared.requireThere();
      shared.reports.put(self.id(), new Shared.Report(self, position, clock.instant()));
    }
  }

  @Override
  public void leave(ControlNode self) {
    synchronized (shared) {
      shared.requireThere();
      shared.reports.remove(self.id());
    }
  }

  @Override
  public List<Seen> controls() {
    synchronized (shared) {
      shared.requireThere();
      return shared.reports.values().stream()
          .map(this::seen)
          .filter(seen -> seen.ago().compareTo(terms.remembered()) < 0)
          .sorted(Comparator.comparing(seen -> seen.node().name()))
          .toList();
    }
  }

  private Seen seen(Shared.Report report) {
    var holds =
        shared.held.filter(held -> held.holder().id().equals(report.node().id())).isPresent();
    return new Seen(
        report.node(), holds, report.position(), Duration.between(report.at(), clock.instant()));
  }
}
