package dev.godmode.control.inference.dialect;

import dev.godmode.control.inference.BadAnswer;
import dev.godmode.control.inference.ServerEvent;
import dev.godmode.control.inference.TokenUse;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the provider speaks, under chat completions. One for each call. */
public interface ProviderSide {

  /** Where it is asked, after the provider's address. */
  String path();

  /** A chat completion's question in its words. */
  ObjectNode request(ObjectNode chat);

  /** Its whole answer as a chat completion's. */
  JsonNode whole(JsonNode answer) throws BadAnswer;

  /** What an event of it is as chunks of a chat completion. */
  List<JsonNode> on(ServerEvent event) throws BadAnswer;

  /** Whether its stream came to its proper end. */
  boolean isFinished();

  /** What it said it used; empty as long as it said nothing that can be believed. */
  Optional<TokenUse> use();
}
