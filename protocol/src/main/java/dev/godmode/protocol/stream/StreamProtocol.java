package dev.godmode.protocol.stream;

/** Facts of the stream between a worker and control. */
public final class StreamProtocol {

  /** Grows when an older peer would misunderstand. */
  public static final int VERSION = 1;

  /** Where the WebSocket is, on the fleet port. */
  public static final String PATH = "/fleet/stream";

  /** Where a machine enrols, on the fleet port: POST an {@link EnrolRequest}. */
  public static final String ENROL_PATH = "/fleet/enrol";

  /** The name in control's certificate, whatever address it is dialled by. */
  public static final String CONTROL_NAME = "control.godmode.internal";

  public static final int MESSAGE_MAX_BYTES = 4 << 20;

  private StreamProtocol() {}
}
