package dev.godmode.worker.process;

/**
 * What the processes of a session use.
 *
 * @param residentBytes their memory
 * @param cpuTicks processor time of those that live, in hundredths of a second; 0 where it cannot
 *     be told
 */
public record SessionUse(long residentBytes, long cpuTicks) {

  static final SessionUse NOTHING = new SessionUse(0, 0);

  SessionUse plus(SessionUse other) {
    return new SessionUse(residentBytes + other.residentBytes, cpuTicks + other.cpuTicks);
  }
}
