package dev.godmode.protocol.inference;

/**
 * A call as a replica of the gateway enters it in control's books.
 *
 * @param id of this call alone
 * @param worstInput the most tokens of its question that it can be billed for
 * @param worstOutput the most of its answer
 * @param bytes of its question
 */
public record CallLine(
    String id,
    Caller caller,
    String model,
    String provider,
    long worstInput,
    long worstOutput,
    long bytes) {}
