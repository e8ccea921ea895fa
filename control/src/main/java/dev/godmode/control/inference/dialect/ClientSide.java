package dev.godmode.control.inference.dialect;

import dev.godmode.control.inference.BadAnswer;
import dev.godmode.control.inference.ServerEvent;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the client speaks, over chat completions. One for each call: it remembers what it said. */
public interface ClientSide {

  /**
   * The question as a chat completion's.
   *
   * @throws IllegalArgumentException when it cannot be asked, in words for the client
   */
  ObjectNode request();

  /** The whole answer. */
  JsonNode whole(JsonNode completion) throws BadAnswer;

  /** What a chunk of the answer becomes. */
  List<ServerEvent> on(JsonNode chunk) throws BadAnswer;

  /** The answer is whole: what is still to be said. */
  List<ServerEvent> end();

  /** The answer breaks off: what is said in its place. */
  List<ServerEvent> broken(String code, String words);
}
