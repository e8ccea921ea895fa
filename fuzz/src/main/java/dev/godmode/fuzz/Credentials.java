package dev.godmode.fuzz;

import dev.godmode.control.access.Scope;
import dev.godmode.control.credential.AttemptClaims;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.server.identity.AttemptTokens;
import dev.godmode.server.identity.SigningKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

/** An attempt's credential as it is shown: only what was minted here is good. */
public final class Credentials {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final AttemptTokens TOKENS = tokens();
  private static final String MINTED = TOKENS.mint(claims());

  private Credentials() {}

  /** Made up whole, and a good one that was changed at one place. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    forged(new String(bytes, StandardCharsets.UTF_8));
    if (bytes.length >= 2) {
      var place = Math.floorMod((bytes[0] << Byte.SIZE) | bytes[1], MINTED.length());
      var change = new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_8);
      forged(MINTED.substring(0, place) + change + MINTED.substring(place));
    }
  }

  private static void forged(String token) {
    if (!token.equals(MINTED) && TOKENS.read(token) instanceof AttemptTokens.Good) {
      throw new IllegalStateException("taken for good: " + token);
    }
  }

  private static AttemptTokens tokens() {
    try {
      var folder = Files.createTempDirectory("fuzz-keys");
      var keys = SigningKeys.open(folder.resolve("keys.json"), new SecureRandom(), CLOCK);
      return new AttemptTokens(keys, "0123456789abcdef0123", CLOCK);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AttemptClaims claims() {
    return new AttemptClaims(
        "0123456789abc",
        new AttemptKey(new TaskId("0j3k5m7n9p1q3"), 2, 123_456),
        new NodeId("0j3k5m7n9p1q4"),
        "builder",
        "shop",
        Set.of(Scope.TASKS_READ),
        NOW,
        NOW.plus(AttemptTokens.LIFETIME));
  }
}
