package dev.godmode.fuzz;

import dev.godmode.audit.Audit;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Whatever a tree holds that doctor looks at; which rules apply hangs on the name. */
public final class Manifests {

  private static final Audit AUDIT =
      new Audit(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));

  private static final List<String> NAMES =
      List.of(
          "compose.yaml",
          "deploy.yaml",
          "main.tf",
          "install.sh",
          "Dockerfile",
          "app.socket",
          "daemon.json",
          "postgresql.conf",
          "redis.conf",
          ".env",
          "tasks.jsonl",
          "package.json");

  private Manifests() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    if (bytes.length > 0) {
      var text = new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8);
      AUDIT.of(NAMES.get(Math.floorMod(bytes[0], NAMES.size())), text);
    }
  }
}
