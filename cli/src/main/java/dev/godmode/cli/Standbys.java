package dev.godmode.cli;

import dev.godmode.protocol.api.ControlView;
import java.time.Duration;

/** The controls that share a database, in words. */
final class Standbys {

  /** A control that said nothing for so long is not there. */
  private static final Duration THERE_WITHIN = Duration.ofSeconds(5);

  private Standbys() {}

  /** One line of {@code gm status}. */
  static String line(Paint paint, ControlView control) {
    var isThere = control.ago().compareTo(THERE_WITHIN) < 0;
    return "%s%-10s%s%s %s%n"
        .formatted(
            isThere ? paint.good("● ") : paint.dim("○ "),
            control.role(),
            control.name(),
            control.self() ? " (this one)," : ",",
            isThere ? place(control) : "not heard of for " + Words.duration(control.ago()));
  }

  private static String place(ControlView control) {
    var seen = Words.duration(control.ago());
    return control.role().equals(ControlView.ACTIVE)
        ? "decides, seen %s ago".formatted(seen)
        : "follows, %d entries behind %s ago".formatted(control.behind(), seen);
  }

  /** What gmup says of a control that stands by. */
  static String summary(Paint paint, ControlStart.Up control) {
    var text = new StringBuilder();
    text.append(paint.good("●"))
        .append(" This control stands by")
        .append(control.started() ? "" : " already")
        .append("\n\n");
    control.health().controls().forEach(one -> text.append("  ").append(line(paint, one)));
    text.append("\n  It takes over when the other one ends. ./gm status shows how it stands,\n")
        .append("  and so does its HUD, ")
        .append(control.process().hud())
        .append('\n');
    return text.toString();
  }
}
