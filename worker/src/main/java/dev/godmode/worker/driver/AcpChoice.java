package dev.godmode.worker.driver;

import static dev.godmode.worker.driver.Lines.map;
import static dev.godmode.worker.driver.Lines.text;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What an agent lets one choose in a session: its model, or its mode.
 *
 * @param option what the choice is called; empty where there is none, or where it is a mode that
 *     stands apart, as before the protocol had options
 * @param current what counts if nobody chooses
 * @param values what may be chosen
 */
record AcpChoice(String option, Optional<String> current, List<String> values) {

  static final String MODEL = "model";
  static final String MODE = "mode";

  private static final int NAMED_MAX = 20;

  /** Modes in which agents ask before they do anything, by the names that they give them. */
  private static final List<String> ASKING = List.of("default", "ask", "manual", "read-only");

  /**
   * As a session's beginning tells of it.
   *
   * @param kind the choice's category
   */
  static AcpChoice of(String kind, JsonNode session) {
    return session
        .path("configOptions")
        .valueStream()
        .filter(option -> text(option, "category").equals(kind))
        .findFirst()
        .map(AcpChoice::choice)
        .orElseGet(() -> apart(kind, session.path("modes")));
  }

  private static AcpChoice apart(String kind, JsonNode modes) {
    return kind.equals(MODE)
        ? new AcpChoice(
            "",
            Optional.of(text(modes, "currentModeId")).filter(mode -> !mode.isEmpty()),
            modes.path("availableModes").valueStream().map(mode -> text(mode, "id")).toList())
        : new AcpChoice("", Optional.empty(), List.of());
  }

  /** Its values may stand in groups. */
  private static AcpChoice choice(JsonNode option) {
    return new AcpChoice(
        text(option, "id"),
        Optional.of(text(option, "currentValue")).filter(value -> !value.isEmpty()),
        option
            .path("options")
            .valueStream()
            .flatMap(one -> one.has("options") ? one.path("options").valueStream() : Stream.of(one))
            .map(one -> text(one, "value"))
            .toList());
  }

  boolean offers(String value) {
    return values.contains(value);
  }

  /** The value in which it asks for leave; empty where none is known. */
  Optional<String> asking() {
    return ASKING.stream().filter(this::offers).findFirst();
  }

  /** The request that chooses a value. */
  String chosen(Rpc rpc, int id, String session, String value) {
    return option.isEmpty()
        ? rpc.request(id, "session/set_mode", map("sessionId", session, "modeId", value))
        : rpc.request(
            id,
            "session/set_config_option",
            map("sessionId", session, "configId", option, "value", value));
  }

  /** Why it cannot be that model. */
  String lacks(String model) {
    return values.isEmpty()
        ? "lets nobody choose a model: take 'model: %s' out of its profile and tell it by its own settings"
            .formatted(model)
        : "has no model '%s'; it has %s"
            .formatted(model, String.join(", ", values.stream().limit(NAMED_MAX).toList()));
  }

  /** What people should know of modes that say nothing of asking. */
  Optional<String> warning() {
    return values.isEmpty() || asking().isPresent()
        ? Optional.empty()
        : Optional.of(
            "of its modes (%s) none is known as one in which it asks: what it asks for is its own settings' to say"
                .formatted(String.join(", ", values)));
  }
}
