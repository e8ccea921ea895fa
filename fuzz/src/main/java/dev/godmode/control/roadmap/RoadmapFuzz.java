package dev.godmode.control.roadmap;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/** A roadmap that people and agents write: a bad line is put aside, never the cause of an end. */
public final class RoadmapFuzz {

  private static final RoadmapLimits LIMITS = new RoadmapLimits(1 << 10, 100, 1 << 14, 10);

  private RoadmapFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    RoadmapReader.read(new ByteArrayInputStream(bytes), LIMITS);
  }
}
