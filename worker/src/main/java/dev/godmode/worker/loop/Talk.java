package dev.godmode.worker.loop;

import dev.godmode.protocol.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The conversation with the model, kept in a file so that the next attempt takes it up again. What
 * tools said long ago is left out when it gets too long: the model can look again.
 */
final class Talk {

  static final int KEPT_MAX_CHARS = 200_000;

  private static final String FILE = "conversation.json";
  private static final String CUT_SHORT =
      "(nobody knows how it ended: the attempt was over before it was done)";

  private static final String LEFT_OUT = "(left out, it was long ago: look again if you need it)";

  private final Path file;
  private final ArrayNode messages;

  private Talk(Path file, ArrayNode messages) {
    this.file = file;
    this.messages = messages;
  }

  /** The one of a folder; a new one where there is none, or nobody can read it. */
  static Talk in(Path folder) {
    var file = folder.resolve(FILE);
    try {
      if (Files.exists(file) && Json.tree(Files.readString(file)) instanceof ArrayNode kept) {
        var talk = new Talk(file, kept);
        talk.mend();
        return talk;
      }
    } catch (IOException | JacksonException _) {
      // Begun anew.
    }
    return new Talk(file, Json.mapper().createArrayNode());
  }

  /** Calls that were cut short have no outcome, and no model takes a conversation with a gap. */
  private void mend() {
    var open = new LinkedHashSet<String>();
    for (var message : messages) {
      message.path("tool_calls").forEach(call -> open.add(call.path("id").asString("")));
      open.remove(message.path("tool_call_id").asString(""));
    }
    open.forEach(call -> tool(call, CUT_SHORT));
  }

  boolean isNew() {
    return messages.isEmpty();
  }

  void system(String text) {
    say("system", text);
  }

  void user(String text) {
    say("user", text);
  }

  private void say(String role, String text) {
    messages.addObject().put("role", role).put("content", text);
  }

  void assistant(ObjectNode message) {
    messages.add(message);
  }

  void tool(String call, String said) {
    messages.addObject().put("role", "tool").put("tool_call_id", call).put("content", said);
  }

  /** Everything, for the model. */
  ArrayNode messages() {
    return messages;
  }

  void keep() {
    shorten();
    try {
      Files.createDirectories(file.getParent());
      var fresh = file.resolveSibling(FILE + ".new");
      Files.writeString(fresh, messages.toString());
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("the conversation cannot be kept", e);
    }
  }

  private void shorten() {
    var over = messages.toString().length() - KEPT_MAX_CHARS;
    for (var i = 0; i < messages.size() && over > 0; i++) {
      if (messages.get(i) instanceof ObjectNode message
          && message.path("role").asString("").equals("tool")) {
        var length = message.path("content").asString("").length();
        if (length > LEFT_OUT.length()) {
          message.put("content", LEFT_OUT);
          over -= length - LEFT_OUT.length();
        }
      }
    }
  }
}
