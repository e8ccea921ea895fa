package dev.godmode.protocol.api;

import dev.godmode.protocol.people.Role;
import dev.godmode.protocol.stream.LogLine;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Bodies of requests and replies that have no life of their own. */
public final class Requests {

  private Requests() {}

  /** POST /api/v1/tasks: all or none are taken. */
  public record Submit(List<SubmittedTask> tasks) {}

  public record Submitted(List<TaskId> tasks) {}

  /** The body of what needs a sentence: cancel, approve, hold, cordon, stop. */
  public record Because(Optional<String> reason) {}

  /** Which types of agents a node may run; any when absent. */
  public record Allow(Optional<Set<String>> agents) {}

  /**
   * How a node is to drain.
   *
   * @param within then what still runs is recalled
   * @param handOver whether work is taken elsewhere as soon as there is room
   */
  public record Drain(Optional<Duration> within, Optional<Boolean> handOver) {}

  public record Switch(boolean on) {}

  public record Login(String code) {}

  /**
   * How people log in beside a one-time code.
   *
   * @param provider its name; empty when there is none
   */
  public record LoginWays(Optional<String> provider, Optional<TailnetLogin> tailnet) {}

  /**
   * Whom tailscaled says that a browser's user is.
   *
   * @param name empty when they are nobody
   * @param objection why they are not let in, and what would let them in
   */
  public record TailnetLogin(Optional<String> name, Optional<String> objection) {}

  /**
   * A login that a person says yes to on the provider's page.
   *
   * @param handle by which the program asks whether they have
   * @param code what they type there
   * @param link the page
   * @param everySeconds how often the program may ask
   */
  public record DeviceLogin(
      String handle, String code, String link, Instant expires, int everySeconds) {}

  public record DevicePoll(String handle) {}

  /**
   * How such a login stands.
   *
   * @param everySeconds how often to ask; 0 when it is over
   * @param token of a session, to be sent as a bearer
   */
  public record DeviceStanding(
      int everySeconds, Optional<String> token, Optional<String> name, Optional<Role> role) {}

  /** A one-time login code and the link that carries it. */
  public record LoginCode(String code, String link, Instant expires) {}

  /** A join code and the line to paste on the new machine. */
  public record JoinOffer(String code, String command, Instant expires) {}

  public record Done(String message) {}

  public record ImportResult(int imported, List<World.QuarantinedLine> quarantined) {}

  /** A page of a list; {@code next} is the cursor of the one after it. */
  public record TaskPage(List<TaskView> items, Optional<String> next) {}

  public record NodeList(List<NodeView> items) {}

  public record LedgerPage(List<LedgerLine> items, Optional<String> next) {}

  /**
   * The journal's chain.
   *
   * @param firstBad sequence number of the first entry that does not fit
   */
  public record LedgerVerdict(boolean intact, long entries, Optional<Long> firstBad) {

    /** The same of a journal that must reach as far as that entry: what is missing is bad. */
    public LedgerVerdict reaching(long last) {
      return intact && entries < last
          ? new LedgerVerdict(false, entries, Optional.of(entries + 1))
          : this;
    }
  }

  /** {@code complete}: the attempt is over and these are its last lines. */
  public record LogPage(List<LogLine> lines, long nextLine, boolean complete) {}

  public record LogOf(AttemptKey attempt, LogLine line) {}

  /**
   * A persistent agent is to be started.
   *
   * @param type whose program it is
   * @param name the type's when not said
   * @param node the profile's when not said, else placement chooses
   */
  public record AgentStart(String type, Optional<String> name, Optional<String> node) {}

  public record AgentMove(String node) {}

  public record LiveAgentList(List<AgentView> items) {}

  public record BreakerList(List<BreakerView> items) {}

  public record ScalingList(List<ScalingView> items) {}

  public record StreamList(List<StreamView> items) {}

  /**
   * What is to change of a stream's policy; what is absent stays.
   *
   * @param weight 1 to 1000
   * @param maxRunning attempts at once, 0 for no limit
   */
  public record StreamChange(Optional<Integer> weight, Optional<Integer> maxRunning) {}

  /** Problem details, RFC 9457; {@code code} is stable, {@code detail} says what to do. */
  public record Problem(String type, String title, int status, String code, String detail) {}

  /**
   * GET /health.
   *
   * @param status {@code ok}, {@code degraded}, or {@code standby}: well, but another one decides
   * @param controls those that share the database; empty where there is one
   */
  public record Health(
      String status, String version, List<Component> components, List<ControlView> controls) {

    /** Control cannot do what it is there for; a broker that is away does not make it so. */
    public static final String DEGRADED = "degraded";

    public Health {
      components = List.copyOf(components);
      controls = List.copyOf(Objects.requireNonNullElse(controls, List.of()));
    }
  }

  public record Component(String name, boolean ok, String detail) {}
}
