package dev.godmode.server.identity;

import dev.godmode.control.access.Policy;
import dev.godmode.control.access.PolicyLedger;
import dev.godmode.control.engine.Engine;
import dev.godmode.control.journal.Journal;
import dev.godmode.control.journal.Journal.LedgerQuery;
import dev.godmode.kernel.Command.ApplyPolicy;
import dev.godmode.kernel.Command.DistrustDocuments;
import dev.godmode.protocol.event.FleetEvent.PolicyApplied;
import java.util.List;
import java.util.stream.Stream;

/** The journal's record of policies. */
public final class JournaledPolicies implements PolicyLedger {

  /** Older ones are told as such no more, but as unknown. */
  private static final int LOOKED_AT_MAX = 100;

  private static final String CONTROL = "control";

  private final Engine engine;
  private final Journal journal;

  public JournaledPolicies(Engine engine, Journal journal) {
    this.engine = engine;
    this.journal = journal;
  }

  @Override
  public List<String> hashes() {
    return journal.search(LedgerQuery.last(PolicyApplied.class, LOOKED_AT_MAX)).stream()
        .flatMap(
            entry ->
                entry.event() instanceof PolicyApplied(var hash, _)
                    ? Stream.of(hash)
                    : Stream.empty())
        .toList();
  }

  @Override
  public void applied(Policy policy, String source) {
    engine.submit(CONTROL, new ApplyPolicy(policy.hash(), source)).join();
  }

  @Override
  public void distrusted(String what) {
    engine.submit(CONTROL, new DistrustDocuments(CONTROL, what)).join();
  }
}
