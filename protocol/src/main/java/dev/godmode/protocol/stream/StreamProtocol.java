package dev.godmode.protocol.stream;

/** Facts of the stream between a worker and control. */
public final class StreamProtocol {

  /** Grows when an older peer would misunderstand. */
  public static final int VERSION = 5;

  /** Where the WebSocket is, on the fleet port. */
  public static final String PATH = "/fleet/stream";

  /** Where a machine enrols, on the fleet port: POST an {@link EnrolRequest}. */
  public static final String ENROL_PATH = "/fleet/enrol";

  /** Where a control asks to stand by, on the fleet port: POST a {@link StandbyRequest}. */
  public static final String STANDBY_PATH = "/fleet/standby";

  /** The close code of a stream to a control that does not decide: another one is to be asked. */
  public static final int NOT_IN_CHARGE = 4409;

  /** Of a close frame's 125 bytes; our sentences are mostly ASCII. */
  public static final int CLOSE_REASON_MAX = 100;

  /** The name in control's certificate, whatever address it is dialled by. */
  public static final String CONTROL_NAME = "control.godmode.internal";

  /** Of a {@link Frame}; so a single message may have a little less. */
  public static final int FRAME_MAX_BYTES = 4 << 20;

  private StreamProtocol() {}

  /** As much of a reason as fits into a close frame. */
  public static String closeReason(String reason) {
    return reason.substring(0, Math.min(CLOSE_REASON_MAX, reason.length()));
  }
}
