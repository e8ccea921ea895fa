package dev.godmode.server.routes;

import dev.godmode.control.access.Scope;
import dev.godmode.control.credential.AttemptClaims;
import dev.godmode.kernel.Command.AskPerson;
import dev.godmode.kernel.task.Task;
import dev.godmode.protocol.api.Approvals.PersonAsked;
import dev.godmode.protocol.api.Approvals.PersonSaid;
import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.Question;
import dev.godmode.protocol.task.Question.Kind;
import dev.godmode.protocol.text.Visible;
import dev.godmode.server.http.Call;
import dev.godmode.server.http.Orders;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.http.Route;
import dev.godmode.server.identity.Principal;
import dev.godmode.server.secret.GivenSecrets;
import dev.godmode.server.view.News;
import dev.godmode.server.view.TaskFinder;
import java.util.List;
import java.util.Optional;

/**
 * What an attempt asks a person by itself, whatever program it is: beside what a driver hears its
 * program ask. A client waits for seconds and a person answers in hours, so who asks the same again
 * goes on waiting, and is told the same answer each time.
 */
public final class QuestionRoutes {

  private static final int OPTIONS_MAX = 20;
  private static final int OPTION_MAX_CHARS = 200;
  private static final int ID_CHARS = 12;

  private final Orders orders;
  private final TaskFinder finder;
  private final News news;
  private final GivenSecrets secrets;

  public QuestionRoutes(Orders orders, TaskFinder finder, News news, GivenSecrets secrets) {
    this.orders = orders;
    this.finder = finder;
    this.news = news;
    this.secrets = secrets;
  }

  public List<Route> routes() {
    return List.of(
        Route.post(
                "/api/v1/questions",
                "Ask a person, and wait a while; asked the same again, it goes on waiting")
            .needsOwn(Scope.PEOPLE_ASK)
            .takes(PersonAsked.class)
            .answers(PersonSaid.class, this::ask));
  }

  private PersonSaid ask(Call call) {
    var claims = claims(call);
    var asked = call.body(PersonAsked.class);
    var wait = Waits.of(asked.waitSeconds().orElse(Waits.USUAL_S));
    var question = question(claims.attempt(), asked);
    orders.carryOut(call.cause(), new AskPerson(claims.attempt(), question));
    var answer =
        news.await(
            News.of(claims.attempt().task().value()),
            wait,
            () -> answer(claims.attempt(), question));
    call.requireAdmitted();
    return said(question, answer);
  }

  private static AttemptClaims claims(Call call) {
    if (call.principal() instanceof Principal.Holder(var claims)) {
      return claims;
    }
    throw new Refusal(403, "forbidden", "this is for attempts: a person asks people without us");
  }

  /** As a person may see it: nothing that is secret, and nothing that hides something else. */
  private Question question(AttemptKey attempt, PersonAsked asked) {
    var text = asked.text().strip();
    if (text.isEmpty() || text.length() > Question.TEXT_MAX_CHARS) {
      throw Refusal.invalid(
          "'text' is what a person is asked, of 1 to %d characters"
              .formatted(Question.TEXT_MAX_CHARS));
    }
    var options = asked.options().orElse(List.of());
    if (options.size() > OPTIONS_MAX
        || options.stream()
            .anyMatch(option -> option.isBlank() || option.length() > OPTION_MAX_CHARS)) {
      throw Refusal.invalid(
          "'options' are at most %d answers of 1 to %d characters each"
              .formatted(OPTIONS_MAX, OPTION_MAX_CHARS));
    }
    var id = "own-" + ContentHash.of(text + options).substring(0, ID_CHARS);
    return new Question(
        id,
        Kind.CHOICE,
        shown(attempt, text),
        options.stream().map(option -> shown(attempt, option)).toList(),
        "");
  }

  private String shown(AttemptKey attempt, String text) {
    return Visible.of(secrets.struckFrom(attempt, text));
  }

  private Optional<Answer> answer(AttemptKey attempt, Question question) {
    return finder
        .find(attempt.task())
        .flatMap((Task task) -> task.attempt(attempt))
        .flatMap(one -> one.answer(question.id()));
  }

  private static PersonSaid said(Question question, Optional<Answer> answer) {
    return new PersonSaid(
        question.id(),
        answer.isPresent(),
        answer.map(Answer::words),
        answer.isPresent()
            ? "Go on with it."
            : "Nobody has answered yet. Ask the same again to go on waiting, or do something else meanwhile.");
  }
}
