package dev.godmode.control.inference.replica;

import dev.godmode.control.inference.replica.ControlLine.Away;
import dev.godmode.protocol.api.ReplicaViews.ReplicaReport;
import dev.godmode.protocol.api.ReplicaViews.ReplicaTable;
import dev.godmode.protocol.inference.CallNews;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Tells control what a replica does, and brings home what it has to know. What control has not
 * confirmed is told again.
 */
public final class Reporter {

  /** News that wait for control; with more no call is begun. */
  static final int WAITING_MAX = 200_000;

  /** In one report. */
  static final int NEWS_MAX = 5_000;

  /** With nothing to tell, a sign of life as often as this. */
  static final Duration SIGN_EVERY = Duration.ofSeconds(1);

  /** Who reports. */
  public record Self(String name, String address, Instant since) {}

  private final Self self;
  private final ControlLine control;
  private final LongSupplier nanos;
  private final Consumer<ReplicaTable> taught;

  /** What control is to be told, in order; that a call began is under the call's id. */
  private final SequencedMap<Object, CallNews> waiting = new LinkedHashMap<>();

  private Optional<ReplicaReport> unconfirmed = Optional.empty();
  private String table = "";
  private long sequence;
  private OptionalLong toldNanos = OptionalLong.empty();
  private volatile Optional<String> trouble = Optional.of("control has not been asked yet");

  /**
   * Nothing to tell yet.
   *
   * @param nanos a clock that only grows
   * @param taught is told what there is to know, whenever that changes
   */
  public Reporter(
      Self self, ControlLine control, LongSupplier nanos, Consumer<ReplicaTable> taught) {
    this.self = self;
    this.control = control;
    this.nanos = nanos;
    this.taught = taught;
  }

  /** Something to tell. That a call began and is over already is one piece of news, or none. */
  public void add(CallNews news) {
    synchronized (waiting) {
      switch (news) {
        case CallNews.Opened(var call) -> waiting.put(call.id(), news);
        case CallNews.Closed(var call, _, _, _, _) -> {
          waiting.remove(call.id());
          waiting.put(new Object(), news);
        }
        case CallNews.Struck(var call) -> {
          if (waiting.remove(call) == null) {
            waiting.put(new Object(), news);
          }
        }
        case CallNews.Kept _ -> waiting.put(new Object(), news);
      }
    }
  }

  /** Whether so much waits for control that nothing should be begun. */
  public boolean isFull() {
    synchronized (waiting) {
      return waiting.size() >= WAITING_MAX;
    }
  }

  /** Why control could not be told at the last try. */
  public Optional<String> trouble() {
    return trouble;
  }

  /** Tells what waits, and now and then that this replica lives. */
  public synchronized void runOnce() {
    if (isThereMore() || unconfirmed.isPresent() || isDue()) {
      tell();
    }
  }

  private boolean isDue() {
    return toldNanos.isEmpty() || nanos.getAsLong() - toldNanos.getAsLong() >= SIGN_EVERY.toNanos();
  }

  private void tell() {
    toldNanos = OptionalLong.of(nanos.getAsLong());
    try {
      do {
        tell(unconfirmed.orElseGet(this::next));
      } while (isThereMore());
      trouble = Optional.empty();
    } catch (Away e) {
      trouble = Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private void tell(ReplicaReport report) {
    unconfirmed = Optional.of(report);
    var orders = control.report(report);
    unconfirmed = Optional.empty();
    orders
        .table()
        .ifPresent(
            known -> {
              taught.accept(known);
              table = known.hash();
            });
  }

  private ReplicaReport next() {
    sequence++;
    return new ReplicaReport(self.name(), self.address(), self.since(), sequence, taken(), table);
  }

  private List<CallNews> taken() {
    synchronized (waiting) {
      var taken = new ArrayList<CallNews>(Math.min(waiting.size(), NEWS_MAX));
      while (!waiting.isEmpty() && taken.size() < NEWS_MAX) {
        taken.add(waiting.pollFirstEntry().getValue());
      }
      return taken;
    }
  }

  private boolean isThereMore() {
    synchronized (waiting) {
      return !waiting.isEmpty();
    }
  }
}
