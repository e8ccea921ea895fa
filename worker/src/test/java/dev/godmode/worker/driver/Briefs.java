package dev.godmode.worker.driver;

import dev.godmode.protocol.task.DriverTerms;
import dev.godmode.protocol.task.DriverTerms.Permissions;
import dev.godmode.worker.door.ModelDoor;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Briefs in a test's words. */
final class Briefs {

  static final Instant NOW = Instant.parse("2026-11-26T02:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final Brief USUAL = with(Permissions.ASK);

  /** What an attempt is told of the fleet's models. */
  static final Map<String, String> FLEET =
      Map.of(
          "GODMODE_MODELS",
          "https://forge:5053/v1",
          "GODMODE_CREDENTIAL",
          "/node/a/credential",
          "GODMODE_CA",
          "/node/a/authority.pem");

  /** What an attempt is told of control's own tools, beside other things. */
  static final Map<String, String> TOOLS =
      Map.of(
          "GODMODE_GM",
          "/opt/godmode/gm",
          "GODMODE_URL",
          "https://forge:5053",
          "GODMODE_CREDENTIAL",
          "/node/a/credential",
          "GODMODE_GOAL",
          "say \"please\"");

  private Briefs() {}

  static Brief with(Permissions permissions) {
    return of(new DriverTerms(Optional.empty(), permissions), Optional.empty(), Map.of());
  }

  static Brief of(DriverTerms terms, Optional<String> session, Map<String, String> variables) {
    return of(terms, session, variables, Optional.empty());
  }

  /** Of an attempt that has a key of the node's door to the fleet's models. */
  static Brief admitted(ModelDoor.Key key) {
    return of(DriverTerms.USUAL, Optional.empty(), Map.of(), Optional.of(key));
  }

  private static Brief of(
      DriverTerms terms,
      Optional<String> session,
      Map<String, String> variables,
      Optional<ModelDoor.Key> door) {
    return new Brief(
        "Make it good.",
        List.of(),
        terms,
        Path.of("/node/sessions/task1/program"),
        Path.of("/node/attempts/task1-1-7/work"),
        session,
        variables,
        door,
        CLOCK);
  }
}
