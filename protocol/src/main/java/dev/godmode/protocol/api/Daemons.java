package dev.godmode.protocol.api;

import java.time.Instant;
import java.util.Optional;

/** The files by which the processes of one home find each other. */
public final class Daemons {

  private Daemons() {}

  /** {@code control/control.json}: a control process that is up. */
  public record ControlProcess(
      long pid,
      String version,
      Instant startedAt,
      String api,
      String hud,
      String fleet,
      String workspace,
      String fingerprint,
      Optional<Long> postgresPid) {}

  /** {@code gateway/gateway.json}: a replica of the model gateway that is up. */
  public record GatewayProcess(long pid, String version, Instant startedAt, String url) {}

  /**
   * {@code worker/worker.json}: a worker process.
   *
   * @param state {@code connecting}, {@code connected}, {@code refused} or {@code dismissed}
   * @param name of the node, when it is in the fleet
   */
  public record WorkerProcess(
      long pid, Instant startedAt, String state, Optional<String> name, String detail) {}
}
