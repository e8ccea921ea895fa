package dev.godmode.server.a2a;

import dev.godmode.protocol.json.Json;
import java.util.ArrayList;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message that a client sends, and how it wants to be answered.
 *
 * @param id the client's own name for it: the same again is the same message
 * @param context the line of work it belongs to
 * @param task that it is about; empty for a new one
 * @param text of all its parts, with an empty line between them
 * @param data what its data parts say, put together
 * @param atOnce whether the answer shall not wait for the task
 * @param history how many messages of the task's history are wanted
 */
public record Incoming(
    String id,
    Optional<String> context,
    Optional<String> task,
    String text,
    ObjectNode data,
    boolean atOnce,
    int history) {

  static final int HISTORY_MAX = 1_000;
  static final int PARTS_MAX = 100;
  static final int ID_MAX_CHARS = 200;

  /**
   * Reads the parameters of {@code SendMessage}.
   *
   * @throws A2aRefusal with what is wrong
   */
  public static Incoming of(ObjectNode params) {
    var all = new Fields(params);
    var message = all.object("message");
    var wish = all.object("configuration");
    var id = message.needed("messageId");
    if (id.length() > ID_MAX_CHARS) {
      throw A2aRefusal.invalid("'messageId' may have %d characters".formatted(ID_MAX_CHARS));
    }
    if (!message.text("role").orElse("").equals("ROLE_USER")) {
      throw A2aRefusal.invalid("'role' of a message to this agent must be ROLE_USER");
    }
    var parts = parts(message);
    if (!wish.object("taskPushNotificationConfig").tree().isEmpty()) {
      throw new A2aRefusal(Fault.PUSH_NOTIFICATION_NOT_SUPPORTED, RpcDoor.NO_PUSH);
    }
    return new Incoming(
        id,
        message.text("contextId"),
        message.text("taskId"),
        text(parts),
        data(message.object("metadata"), parts),
        wish.yes("returnImmediately"),
        wish.number("historyLength", HISTORY_MAX, 0, HISTORY_MAX));
  }

  private static JsonNode parts(Fields message) {
    var parts = message.tree().path("parts");
    if (!parts.isArray() || parts.isEmpty() || parts.size() > PARTS_MAX) {
      throw A2aRefusal.invalid("'parts' must be a list of 1 to %d".formatted(PARTS_MAX));
    }
    for (var part : parts) {
      if (!part.path("text").isString() && !part.path("data").isObject()) {
        throw new A2aRefusal(
            Fault.CONTENT_TYPE_NOT_SUPPORTED,
            "a part is a 'text', or 'data' that is an object; files are not taken: name a"
                + " repository instead");
      }
    }
    return parts;
  }

  private static String text(JsonNode parts) {
    var texts = new ArrayList<String>();
    for (var part : parts) {
      if (part.path("text").isString()) {
        texts.add(part.path("text").stringValue());
      }
    }
    return String.join("\n\n", texts).strip();
  }

  /** Who speaks only in texts says the agent's type in the metadata. */
  private static ObjectNode data(Fields metadata, JsonNode parts) {
    var data = Json.mapper().createObjectNode();
    metadata.text("agent_type").ifPresent(type -> data.put("agent_type", type));
    for (var part : parts) {
      if (part.path("data") instanceof ObjectNode object) {
        data.setAll(object);
      }
    }
    return data;
  }
}
