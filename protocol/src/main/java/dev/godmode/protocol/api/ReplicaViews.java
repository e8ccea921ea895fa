package dev.godmode.protocol.api;

import dev.godmode.protocol.inference.CallNews;
import dev.godmode.protocol.inference.ModelFault;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.AttemptKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What control and the replicas of its gateway tell each other, and what people see of it. */
public final class ReplicaViews {

  private ReplicaViews() {}

  /** Where a replica finds all of it on the fleet port. */
  public static final String PATH = "/api/v1/gateway";

  /** Says why nothing of a question reached a provider on a node. */
  public static final String NOT_SENT = "X-GodMode-Not-Sent";

  /** Says why no answer came, though a question was sent. */
  public static final String LOST = "X-GodMode-Lost";

  /**
   * A sign of life, with what has happened since the last one.
   *
   * @param name as people call it
   * @param address where programs ask it
   * @param since when it was started
   * @param sequence grows with every report; one that control has had already changes nothing
   * @param table that it knows; empty for none
   */
  public record ReplicaReport(
      String name,
      String address,
      Instant since,
      long sequence,
      List<CallNews> news,
      String table) {
    public ReplicaReport {
      news = List.copyOf(news);
    }
  }

  /**
   * What control answers.
   *
   * @param table when it is another than the replica knows
   */
  public record ReplicaOrders(Optional<ReplicaTable> table) {}

  /**
   * All that a replica has to know to find providers.
   *
   * @param hash of all the rest
   * @param models as {@code models.json} has them
   * @param offered by nodes; control passes questions on to them
   * @param startable models whose servers are started when somebody asks
   * @param leaving names of providers that get no new calls
   */
  public record ReplicaTable(
      String hash,
      String models,
      List<OfferedModels> offered,
      List<String> startable,
      List<String> leaving) {
    public ReplicaTable {
      offered = List.copyOf(offered);
      startable = List.copyOf(startable);
      leaving = List.copyOf(leaving);
    }
  }

  /**
   * A server of models on a node.
   *
   * @param name the node's
   * @param service as the node calls it
   * @param address where it is on the node
   * @param models that it has whatever it lists
   */
  public record OfferedModels(
      NodeId node, String name, String service, String address, List<String> models) {
    public OfferedModels {
      models = List.copyOf(models);
    }
  }

  /** Whose is this? */
  public record ShownCredential(String credential) {
    /** Without the secret, whoever prints it. */
    @Override
    public String toString() {
      return "ShownCredential[]";
    }
  }

  /**
   * Whose it is; one of the three is there.
   *
   * @param refused why it lets nobody in
   */
  public record Admittance(
      Optional<HolderView> holder, Optional<PersonView> person, Optional<String> refused) {}

  /** A program of an attempt whose lease lives. */
  public record HolderView(
      String id,
      AttemptKey attempt,
      NodeId node,
      String agent,
      String stream,
      List<String> scopes,
      Instant issuedAt,
      Instant expiresAt) {}

  /** Somebody of the people. */
  public record PersonView(String name, String role, List<String> scopes) {}

  /** The secret that opens a provider, or a cache. */
  public record KeyWanted(String name) {}

  /**
   * What came of looking; neither when it has no value.
   *
   * @param value secret
   * @param trouble why it cannot be told
   */
  public record KeyFound(Optional<String> value, Optional<String> trouble) {
    /** Without the secret, whoever prints it. */
    @Override
    public String toString() {
      return "KeyFound[trouble=%s]".formatted(trouble);
    }
  }

  /**
   * Whether a call may be made.
   *
   * @param refused why not
   */
  public record CallAnswer(Optional<ModelFault> refused) {}

  /** Is a server of that model up within this time? */
  public record WaitFor(String model, Duration within) {}

  /**
   * How it stands after it.
   *
   * @param server the type of agent that is waited for; empty when nobody would start one
   * @param come whether it can be asked
   * @param never why it makes no sense to wait
   */
  public record Awaited(Optional<String> server, boolean come, Optional<ModelFault> never) {}

  /** A code by which replicas are let in, until there is another. */
  public record ReplicaOffer(String code, String command) {}

  /**
   * A replica as people see it.
   *
   * @param silent since its last sign of life
   * @param outstanding calls that are under way there
   */
  public record ReplicaView(
      String name, String address, Instant since, Duration silent, int outstanding) {}
}
