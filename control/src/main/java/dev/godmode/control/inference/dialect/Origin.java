package dev.godmode.control.inference.dialect;

/**
 * What an answer is called where its provider does not say.
 *
 * @param id letters and digits, unique
 * @param epochSecond when it was asked for
 */
public record Origin(String id, long epochSecond) {}
