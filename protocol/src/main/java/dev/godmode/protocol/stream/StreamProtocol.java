package dev.godmode.protocol.stream;

/** Facts of the stream between a worker and control. */
public final class StreamProtocol {

  /** Grows when an older peer would misunderstand. */
  public static final int VERSION = 2;

  /** Where the WebSocket is, on the fleet port. */
  public static final String PATH = "/fleet/stream";

  /** Where a machine enrols, on the fleet port: POST an {@link EnrolRequest}. */
  public static final String ENROL_PATH = "/fleet/enrol";

  /** The name in control's certificate, whatever address it is dialled by. */
  public static final String CONTROL_NAME = "control.godmode.internal";

  /** Of a {@link Frame}; so a single message may have a little less. */
  public static final int FRAME_MAX_BYTES = 4 << 20;

  private StreamProtocol() {}
}
