package dev.godmode.worker.driver;

import dev.godmode.protocol.task.AgentDriver;
import dev.godmode.worker.door.ModelDoor;
import java.util.Collection;
import java.util.Collections;
import java.util.regex.Pattern;

/** The dialect of each driver that speaks to its program. */
public final class Dialects {

  /** Variables by which programs know a model of their own. */
  private static final Pattern LOGIN =
      Pattern.compile(".*_(API_KEY|AUTH_TOKEN|OAUTH_TOKEN|BASE_URL)");

  private Dialects() {}

  /**
   * Whether a driver's program has to be given an address and a key of the fleet's models: it has
   * no model of its own, and nobody knows whether it can read a credential that changes.
   */
  public static boolean wantsDoor(AgentDriver driver, Collection<String> variables) {
    return switch (driver) {
      case COMMAND -> Collections.disjoint(variables, ModelDoor.Key.VARIABLES);
      case ACP -> variables.stream().noneMatch(LOGIN.asMatchPredicate());
      case LOOP, NOOP, CLAUDE, CODEX -> false;
    };
  }

  public static Dialect of(AgentDriver driver, Brief brief) {
    return switch (driver) {
      case LOOP -> new LoopDialect(brief);
      case CLAUDE -> new ClaudeDialect(brief);
      case CODEX -> new CodexDialect(brief);
      case ACP -> new AcpDialect(brief);
      case COMMAND, NOOP ->
          throw new IllegalArgumentException("nobody speaks to a program of " + driver.word());
    };
  }
}
