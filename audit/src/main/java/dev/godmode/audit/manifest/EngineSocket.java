package dev.godmode.audit.manifest;

import java.util.regex.Pattern;

/** The socket of a container engine: who may write to it owns the machine. */
public final class EngineSocket {

  public static final String WHY =
      "it holds the container engine's socket: who gets into it owns the machine";
  public static final String MEND =
      "take the mount away; what must start containers does so from outside";

  private static final Pattern PATH =
      Pattern.compile(".*(docker|podman|containerd|crio)\\.sock(:.*)?");

  private EngineSocket() {}

  public static boolean isIn(String mount) {
    return PATH.matcher(mount).matches();
  }
}
