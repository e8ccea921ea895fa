package dev.godmode.server.rpc;

import dev.godmode.protocol.json.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parameters of a request, read one by one.
 *
 * @param tree as they came
 */
public record Params(ObjectNode tree) {

  /**
   * A text that must be there.
   *
   * @throws RpcRefusal when it is not
   */
  public String text(String name) {
    return optionalText(name)
        .orElseThrow(() -> RpcRefusal.invalid("'%s' is missing: a text".formatted(name)));
  }

  /**
   * A text that may be there.
   *
   * @throws RpcRefusal when something else is there
   */
  public Optional<String> optionalText(String name) {
    var value = tree.path(name);
    if (isAbsent(value)) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw RpcRefusal.invalid("'%s' must be a text".formatted(name));
    }
    return Optional.of(value.stringValue());
  }

  /**
   * An object; an empty one when nothing is there.
   *
   * @throws RpcRefusal when something else is there
   */
  public ObjectNode object(String name) {
    return optionalObject(name).orElseGet(() -> Json.mapper().createObjectNode());
  }

  /**
   * An object that may be there.
   *
   * @throws RpcRefusal when something else is there
   */
  public Optional<ObjectNode> optionalObject(String name) {
    var value = tree.path(name);
    if (isAbsent(value)) {
      return Optional.empty();
    }
    if (value instanceof ObjectNode object) {
      return Optional.of(object);
    }
    throw RpcRefusal.invalid("'%s' must be an object".formatted(name));
  }

  private static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }
}
