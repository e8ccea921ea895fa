package dev.godmode.testkit.load;

/**
 * Where the fleet stands.
 *
 * @param nodes that have joined
 * @param connected those whose stream is welcomed and open
 * @param running attempts they hold
 * @param started attempts accepted since the beginning; those that do nothing have ended at once
 * @param stopped attempts that control had stopped
 * @param fenced attempts whose lease control had taken back
 * @param connects streams opened since the beginning
 * @param trouble what went wrong last; empty when nothing did
 */
public record Standing(
    int nodes,
    int connected,
    int running,
    long started,
    long stopped,
    long fenced,
    long connects,
    String trouble) {}
