package dev.godmode.server;

import dev.godmode.server.http.Orders;
import dev.godmode.server.http.Route;
import dev.godmode.server.routes.ApprovalRoutes;
import dev.godmode.server.routes.QuestionRoutes;
import dev.godmode.server.secret.GivenSecrets;
import dev.godmode.server.view.TaskFinder;
import dev.godmode.server.view.TaskNews;
import java.util.List;
import java.util.stream.Stream;

/** What is asked of people, from both sides. */
final class Asking {

  private Asking() {}

  static List<Route> routes(HttpServer.Control control, Orders orders, TaskFinder finder) {
    var secrets = new GivenSecrets(orders, control.secrets()::sources);
    var news = new TaskNews(control.events());
    return Stream.concat(
            new ApprovalRoutes(orders, control.tables(), finder).routes().stream(),
            new QuestionRoutes(orders, finder, news, secrets).routes().stream())
        .toList();
  }
}
