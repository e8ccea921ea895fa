package dev.godmode.protocol.event;

/** A fact that the kernel decided, in the past tense; what the journal is made of. */
public sealed interface Event permits TaskEvent, NodeEvent, FleetEvent {}
