package dev.godmode.server.network;

import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * Machines of the tailnet that came to the fleet port. Programs of agents run on them, and to the
 * tailnet those look like the machine's owner: so whoever comes from there is not taken for a
 * person. It is remembered until control ends, also when the worker there has ended.
 */
final class FleetMachines {

  private static final int KNOWN_MAX = 50_000;

  private final SequencedSet<String> names = new LinkedHashSet<>();

  synchronized void note(String machine) {
    if (names.add(machine) && names.size() > KNOWN_MAX) {
      names.removeFirst();
    }
  }

  synchronized boolean has(String machine) {
    return names.contains(machine);
  }
}
