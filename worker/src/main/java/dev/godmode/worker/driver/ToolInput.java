package dev.godmode.worker.driver;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What is asked of a tool, in the words by which a person knows it. */
final class ToolInput {

  /** Most tools have one argument that says it all. */
  private static final List<String> TELLING =
      List.of(
          "command",
          "cmd",
          "file_path",
          "notebook_path",
          "path",
          "pattern",
          "query",
          "url",
          "question",
          "text",
          "prompt");

  /** Far more than is shown: a secret is struck out only where it is whole. */
  private static final int WORDS_MAX = 4_000;

  private ToolInput() {}

  /** The telling argument; all of them where there is none. */
  static String words(JsonNode input) {
    return Lines.cut(
        Stream.concat(telling(input), telling(input.path("questions").path(0)))
            .findFirst()
            .orElseGet(() -> input.isEmpty() ? "" : input.toString()),
        WORDS_MAX);
  }

  private static Stream<String> telling(JsonNode input) {
    return TELLING.stream().map(name -> Lines.text(input, name)).filter(word -> !word.isBlank());
  }
}
