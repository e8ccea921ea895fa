package dev.godmode.cli;

import dev.godmode.protocol.node.NodeState;
import dev.godmode.protocol.node.Schedulability;
import dev.godmode.protocol.task.TaskState;
import dev.godmode.protocol.text.Visible;
import java.io.Console;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Colours of states, the same as in the HUD; only where a person looks. */
record Paint(boolean on) {

  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

  static Paint forTerminal() {
    var colour = isTerminal();
    return new Paint(colour && System.getenv("NO_COLOR") == null);
  }

  /** Whether a person looks: nobody pipes the output elsewhere. */
  static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  String state(TaskState state) {
    var dot = state == TaskState.WAITING ? "◆" : state.isTerminal() ? mark(state) : "●";
    return colour(code(state), dot + " " + word(state));
  }

  private static String mark(TaskState state) {
    return switch (state) {
      case SUCCEEDED -> "✓";
      case UNVERIFIED -> "○";
      case FAILED -> "✕";
      case CANCELLED, PENDING, QUEUED, RUNNING, WAITING -> "–";
    };
  }

  private static int code(TaskState state) {
    return switch (state) {
      case PENDING, QUEUED -> 90;
      case RUNNING -> 34;
      case WAITING -> 33;
      case SUCCEEDED -> 32;
      case UNVERIFIED -> 36;
      case FAILED -> 31;
      case CANCELLED -> 90;
    };
  }

  String node(NodeState state, Schedulability schedulability) {
    var code =
        switch (state) {
          case READY -> 32;
          case SUSPECT -> 33;
          case LOST, REMOVED -> 31;
        };
    var shape = schedulability == Schedulability.OPEN ? "●" : "○";
    var extra = schedulability == Schedulability.OPEN ? "" : ", " + word(schedulability);
    return colour(code, shape + " " + word(state) + extra);
  }

  String good(String text) {
    return colour(32, text);
  }

  String bad(String text) {
    return colour(31, text);
  }

  String warn(String text) {
    return colour(33, text);
  }

  String dim(String text) {
    return colour(90, text);
  }

  String bold(String text) {
    return colour(1, text);
  }

  /** For the terminal: colours stay, and whatever else would move its cursor is written out. */
  static String harmless(String text) {
    return COLOUR.matcher(text).results().findAny().isEmpty()
        ? Visible.of(text)
        : betweenColours(text);
  }

  private static String betweenColours(String text) {
    var shown = new StringBuilder(text.length());
    var at = 0;
    for (var colour : COLOUR.matcher(text).results().toList()) {
      shown.append(Visible.of(text.substring(at, colour.start()))).append(colour.group());
      at = colour.end();
    }
    return shown.append(Visible.of(text.substring(at))).toString();
  }

  private String colour(int code, String text) {
    return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
