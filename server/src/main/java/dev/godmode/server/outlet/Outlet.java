package dev.godmode.server.outlet;

import dev.godmode.control.outbox.Outbox;
import dev.godmode.protocol.api.Requests.Component;

/**
 * Somebody outside who is told what happens, as whoever asks how control is sees it.
 *
 * @param name of the component
 * @param where it is, in words for people: "as godmode on nats://127.0.0.1:4222"
 */
record Outlet(String name, String where, Outbox outbox) {

  Component component() {
    var trouble = outbox.trouble();
    return new Component(
        name,
        trouble.isEmpty(),
        trouble
            .map(why -> "%d events wait, nothing is lost: %s".formatted(outbox.behind(), why))
            .orElseGet(() -> "told all " + where));
  }
}
