package dev.godmode.kernel.scaling;

import java.time.Instant;

/** How many attempts of a type may run at once, since when and why. */
public record Scale(int desired, Instant since, String reason) {}
