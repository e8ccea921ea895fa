package dev.godmode.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Makes the mends that are safe to make without asking. */
public final class Mender {

  private Mender() {}

  /**
   * Mends what can be mended below a folder.
   *
   * @return the findings that are mended; the others are a person's
   */
  public static List<Finding> mend(Path root, List<Finding> findings) throws IOException {
    var mended = new ArrayList<Finding>();
    for (var finding : findings) {
      if (finding.fix().isPresent() && mend(root.resolve(finding.file()), finding.fix().get())) {
        mended.add(finding);
      }
    }
    return mended;
  }

  private static boolean mend(Path file, Fix fix) throws IOException {
    return switch (fix) {
      case Fix.ReplaceLine replace -> replaced(file, replace);
      case Fix.OwnerOnly _ -> {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        yield true;
      }
    };
  }

  /** Only where the line is still what was judged. */
  private static boolean replaced(Path file, Fix.ReplaceLine replace) throws IOException {
    var text = Files.readString(file);
    var lines = text.split("(?<=\n)", -1);
    var at = lineOf(lines, replace);
    if (at < 0) {
      return false;
    }
    lines[at] = lines[at].replace(replace.was(), replace.becomes());
    Files.writeString(file, String.join("", lines));
    return true;
  }

  /** Lines move when those above them are mended too: the same text is looked for from there on. */
  private static int lineOf(String[] lines, Fix.ReplaceLine replace) {
    for (var i = replace.line() - 1; i < lines.length; i++) {
      if (lines[i].stripTrailing().equals(replace.was().stripTrailing())) {
        return i;
      }
    }
    return -1;
  }
}
