package dev.godmode.server;

import dev.godmode.control.mail.Correspondent;
import dev.godmode.control.mail.Mail;
import dev.godmode.kernel.Command.Note;
import dev.godmode.protocol.event.FleetEvent.MessageSent;
import dev.godmode.server.http.Orders;
import dev.godmode.server.http.Route;
import dev.godmode.server.mail.FleetDirectory;
import dev.godmode.server.mail.MailRoutes;
import dev.godmode.server.routes.ApprovalRoutes;
import dev.godmode.server.routes.QuestionRoutes;
import dev.godmode.server.secret.GivenSecrets;
import dev.godmode.server.view.News;
import dev.godmode.server.view.TaskFinder;
import java.util.List;
import java.util.stream.Stream;

/** What agents and people say to each other: questions, answers, messages. */
final class Conversations {

  private Conversations() {}

  static List<Route> routes(
      HttpServer.Control control, HttpServer.Sources sources, Orders orders, TaskFinder finder) {
    var secrets = new GivenSecrets(orders, control.secrets()::sources);
    var news = new News(control.events());
    var mail =
        new Mail(
            control.mail(),
            new FleetDirectory(orders, finder),
            (cause, message) ->
                orders.carryOut(
                    cause,
                    new Note(new MessageSent(message.id(), message.to().word(), message.kind()))),
            new Mail.Sources(sources.clock(), sources.ids(), struckBy(secrets)));
    return Stream.of(
            new ApprovalRoutes(orders, control.tables(), finder).routes(),
            new QuestionRoutes(orders, finder, news, secrets).routes(),
            new MailRoutes(mail, finder, news).routes())
        .flatMap(List::stream)
        .toList();
  }

  private static Mail.Redactor struckBy(GivenSecrets secrets) {
    return (from, text) ->
        switch (from) {
          case Correspondent.Person _ -> text;
          case Correspondent.Program program -> secrets.struckFrom(program.attempt(), text);
        };
  }
}
