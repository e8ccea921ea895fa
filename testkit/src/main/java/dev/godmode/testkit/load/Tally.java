package dev.godmode.testkit.load;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** What all nodes count together. */
final class Tally {

  final LongAdder started = new LongAdder();
  final LongAdder stopped = new LongAdder();
  final LongAdder fenced = new LongAdder();
  final LongAdder connects = new LongAdder();
  final AtomicReference<String> trouble = new AtomicReference<>("");
}
