package dev.godmode.control.agent;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** One YAML document as a tree, within limits that keep a hostile file harmless. */
public final class YamlDocument {

  public static final int CHARACTERS_MAX = 256 << 10;
  static final int DEPTH_MAX = 12;

  private YamlDocument() {}

  /** Why there is no tree. */
  public static final class BadYaml extends Exception {
    private static final long serialVersionUID = 1;

    private final int line;

    BadYaml(Optional<Mark> mark, String message) {
      super(message);
      this.line = mark.map(Mark::getLine).orElse(-1) + 1;
    }

    public int line() {
      return line;
    }
  }

  /** The document's root; empty when there is nothing in it. */
  public static Optional<Node> root(String text) throws BadYaml {
    if (text.length() > CHARACTERS_MAX) {
      throw new BadYaml(
          Optional.empty(),
          "is larger than the %d KiB a file may have".formatted(CHARACTERS_MAX >> 10));
    }
    var settings =
        LoadSettings.builder().setCodePointLimit(CHARACTERS_MAX).setUseMarks(true).build();
    try {
      refuseBombs(new Parse(settings).parseString(text));
      return new Compose(settings).composeString(text);
    } catch (MarkedYamlEngineException e) {
      throw new BadYaml(e.getProblemMark(), "is not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new BadYaml(Optional.empty(), "is not YAML: " + e.getMessage());
    }
  }

  /** Aliases can grow without bound, and depth can exhaust a stack; our files need neither. */
  private static void refuseBombs(Iterable<Event> events) throws BadYaml {
    var depth = 0;
    for (var event : events) {
      if (event instanceof AliasEvent) {
        throw new BadYaml(event.getStartMark(), "aliases (*name) are not taken; write it out");
      } else if (event instanceof CollectionStartEvent && ++depth > DEPTH_MAX) {
        throw new BadYaml(
            event.getStartMark(), "is nested deeper than %d levels".formatted(DEPTH_MAX));
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
  }
}
