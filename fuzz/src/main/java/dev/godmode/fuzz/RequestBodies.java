package dev.godmode.fuzz;

import dev.godmode.protocol.api.Requests;
import dev.godmode.protocol.json.Json;
import java.util.List;
import tools.jackson.core.JacksonException;

/** What anybody may send to a route: JSON that becomes a request, or a problem with its place. */
public final class RequestBodies {

  private static final List<Class<?>> KINDS =
      List.of(
          Requests.Submit.class,
          Requests.Drain.class,
          Requests.Because.class,
          Requests.Login.class,
          Requests.AgentStart.class,
          Requests.StreamChange.class);

  private RequestBodies() {}

  public static void fuzzerTestOneInput(byte[] body) {
    for (var kind : KINDS) {
      try {
        Json.read(kind, body);
      } catch (JacksonException e) {
        // Refused with 400.
      }
    }
  }
}
