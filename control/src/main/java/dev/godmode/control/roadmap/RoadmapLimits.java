package dev.godmode.control.roadmap;

/**
 * How much of a roadmap is taken in; what is beyond stays in the file and is shown as quarantined.
 *
 * @param lineMaxBytes longest line
 * @param rowsMax most rows
 * @param textMaxCharacters most text of all rows together
 * @param quarantineMax most quarantined lines that are told one by one
 */
public record RoadmapLimits(
    int lineMaxBytes, int rowsMax, long textMaxCharacters, int quarantineMax) {

  public static final RoadmapLimits DEFAULT = new RoadmapLimits(1 << 20, 100_000, 48L << 20, 1_000);
}
