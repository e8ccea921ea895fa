package dev.godmode.worker.driver;

import dev.godmode.protocol.task.Question;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a program has asked for and nobody has answered. A request may hold several questions, its
 * parts: people answer them one by one, and the program is answered with the last.
 */
final class OpenRequests {

  private static final String PART = "/";

  /**
   * One of them.
   *
   * @param id as the program wrote it
   * @param body what it asks for
   * @param answers to its parts so far
   */
  record Open(JsonNode id, JsonNode body, Map<String, String> answers) {}

  private final Map<String, Open> open = new LinkedHashMap<>();

  void add(String key, JsonNode id, JsonNode body) {
    open.put(key, new Open(id, body, new LinkedHashMap<>()));
  }

  /** How a question is called that is a part of a request. */
  static String part(String key, String name) {
    return key + PART + name;
  }

  /**
   * The questions of a request with something to choose, which both programs write alike.
   *
   * @param parts how each is called, in their order
   */
  static List<Happening> choices(String key, JsonNode body, List<String> parts) {
    var all = new ArrayList<Happening>();
    for (var question : body.path("questions")) {
      all.add(
          new Happening.Asks(
              new Question(
                  part(key, parts.get(all.size())),
                  Question.Kind.CHOICE,
                  Lines.cut(Lines.text(question, "question"), Question.TEXT_MAX_CHARS),
                  question
                      .path("options")
                      .valueStream()
                      .map(option -> Lines.text(option, "label"))
                      .toList(),
                  "")));
    }
    return all;
  }

  /** Takes a request away that one of its questions, or its key, names. */
  Optional<Open> close(String question) {
    return Optional.ofNullable(open.remove(key(question)));
  }

  private static String key(String question) {
    return question.split(PART, 2)[0];
  }

  /** Notes the answer to a part; the request, when that was the last of so many. */
  Optional<Open> answered(String question, String words, int parts) {
    var request = open.get(key(question));
    if (request == null) {
      return Optional.empty();
    }
    request.answers().put(question.substring(key(question).length() + PART.length()), words);
    return request.answers().size() < parts ? Optional.empty() : close(question);
  }

  /** How many parts a request has in which questions stand under that name; 0 when it is closed. */
  int parts(String question, String field) {
    var request = open.get(key(question));
    return request == null ? 0 : request.body().path(field).size();
  }

  /** Neither a request nor any of its parts needs an answer any more. */
  static List<Happening> noMore(String question, List<String> parts) {
    var key = key(question);
    var all = new ArrayList<Happening>();
    all.add(new Happening.AsksNoMore(key));
    parts.forEach(part -> all.add(new Happening.AsksNoMore(part(key, part))));
    return all;
  }
}
