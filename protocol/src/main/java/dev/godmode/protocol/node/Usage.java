package dev.godmode.protocol.node;

/**
 * What a machine uses just now.
 *
 * @param cpu share of all cores, 0 to 1
 * @param load one-minute load average; negative where unknown
 */
public record Usage(
    double cpu, double load, long memoryUsedBytes, long diskFreeBytes, int runningAttempts) {

  public static final Usage UNKNOWN = new Usage(0, -1, 0, 0, 0);
}
