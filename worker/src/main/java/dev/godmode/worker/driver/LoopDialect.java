package dev.godmode.worker.driver;

import static dev.godmode.worker.driver.Lines.map;
import static dev.godmode.worker.driver.Lines.text;

import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.Question;
import dev.godmode.protocol.task.Question.Kind;
import dev.godmode.protocol.task.Tokens;
import dev.godmode.worker.loop.LoopTerms;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Our own program for any model that speaks chat completions, by lines of our own. */
final class LoopDialect implements Dialect {

  private static final String NAME = "The loop";

  /** There is one conversation in a task's folder. */
  private static final String SESSION = "conversation";

  private final Brief brief;
  private final Garbage garbage = new Garbage(NAME);

  LoopDialect(Brief brief) {
    this.brief = brief;
  }

  @Override
  public Opening opening() {
    return new Opening(
        brief.command().isEmpty() ? ownProgram() : brief.command(),
        new LoopTerms(brief.terms().model(), brief.terms().permissions(), brief.memory())
            .variables(),
        List.of(Lines.write(map("type", "goal", "text", brief.prompt()))));
  }

  /** A program of this very build, on the runtime that the worker runs on. */
  private static List<String> ownProgram() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx128m",
        "-cp",
        System.getProperty("java.class.path"),
        dev.godmode.worker.loop.Main.class.getName());
  }

  @Override
  public Turn heard(String line) {
    var object = Lines.object(line);
    if (object.isEmpty()) {
      return garbage.heard(line);
    }
    var said = object.get();
    return switch (text(said, "type")) {
      case "began" ->
          Turn.of(
              new Happening.SessionBegan(SESSION),
              new Happening.Said("%s, model %s".formatted(NAME, text(said, "model"))));
      case "said" -> Turn.of(new Happening.Said(text(said, "text")));
      case "uses" ->
          Turn.of(
              new Happening.StepBegan(
                  text(said, "id"), text(said, "tool"), ToolInput.words(arguments(said))));
      case "used" ->
          Turn.of(new Happening.StepEnded(text(said, "id"), said.path("failed").asBoolean(false)));
      case "spent" -> Turn.of(spent(said));
      case "asks" -> Turn.of(new Happening.Asks(question(said)));
      case "finished" -> Turn.of(new Happening.Finished(text(said, "text")));
      case "failed" -> Turn.of(trouble(text(said, "text"), (int) Lines.number(said, "status")));
      default -> garbage.heard(line);
    };
  }

  private static JsonNode arguments(JsonNode said) {
    return Lines.object(text(said, "arguments")).orElse(said.path("arguments"));
  }

  private static Happening spent(JsonNode said) {
    return new Happening.Spent(
        new Tokens(
            Lines.number(said, "input"),
            Lines.number(said, "cached"),
            Lines.number(said, "output")),
        Optional.empty());
  }

  private static Question question(JsonNode said) {
    return new Question(
        text(said, "id"),
        text(said, "kind").equals("permission") ? Kind.PERMISSION : Kind.CHOICE,
        Lines.cut(text(said, "text"), Question.TEXT_MAX_CHARS),
        said.path("options").valueStream().map(option -> option.asString("")).toList(),
        text(said, "payload"));
  }

  @Override
  public Turn answered(String question, Answer answer) {
    return Turn.say(
        switch (answer) {
          case Answer.Yes() -> answer(question, true, "");
          case Answer.No(var why) -> answer(question, false, why);
          case Answer.Words(var words) -> answer(question, true, words);
        });
  }

  private static String answer(String question, boolean allow, String words) {
    return Lines.write(map("type", "answer", "id", question, "allow", allow, "text", words));
  }

  @Override
  public Happening.Failed gone(int exit, String lastWords) {
    return trouble(Trouble.gone(exit, lastWords), 0);
  }

  private Happening.Failed trouble(String words, int status) {
    return Trouble.of(NAME, words, status, Optional.empty(), brief.clock());
  }
}
