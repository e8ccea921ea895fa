package dev.godmode.protocol.stream;

/**
 * Some consecutive lines of an attempt's output, compressed.
 *
 * @param sequence from 1, without gaps, within the attempt
 * @param firstLine number of its first line, from 1 within the attempt
 * @param lines how many lines it holds
 * @param body base64 of gzip of JSON Lines, one {@link LogLine} each
 */
public record LogChunk(long sequence, long firstLine, int lines, String body) {}
