package dev.godmode.protocol.api;

/**
 * How much work there is: cheap to ask for, however much it is.
 *
 * @param sequence the last entry of the journal that is in it
 * @param live tasks that have not ended
 * @param queued tasks that may run and wait for a place
 * @param running attempts that are leased
 */
public record QueueView(long sequence, int live, int queued, int running) {}
