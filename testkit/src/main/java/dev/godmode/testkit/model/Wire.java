package dev.godmode.testkit.model;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** How a dialect writes an answer down. */
interface Wire {

  /**
   * What is answered.
   *
   * @param tool that is called; empty when there are words
   */
  record Said(List<String> words, String tool, String arguments) {

    boolean isCall() {
      return !tool.isEmpty();
    }

    String text() {
      return String.join("", words);
    }
  }

  /** What a usage is that nobody can believe. */
  long LIE = -7;

  /** The whole answer. */
  String whole(JsonNode body, Said said, boolean lies);

  /** Its events, each as it goes over the wire but for the empty line. */
  List<String> events(JsonNode body, Said said, boolean lies);

  /** One event with these words in it, for answers that never end. */
  String word(JsonNode body, String word);
}
