package dev.godmode.adapters.git;

import dev.godmode.control.document.TextDiff;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;

/** Differences as git shows them. */
public final class GitDiff implements TextDiff {

  static {
    OwnSettings.use();
  }

  @Override
  public Patched apply(Optional<byte[]> before, String diff) {
    return GitPatch.apply(before, diff);
  }

  @Override
  public String unified(String path, byte[] before, byte[] after) {
    if (Arrays.equals(before, after)) {
      return "";
    }
    if (RawText.isBinary(before) || RawText.isBinary(after)) {
      return "%s is no text, and differs\n".formatted(path);
    }
    var one = new RawText(before);
    var other = new RawText(after);
    var out = new ByteArrayOutputStream();
    try (var formatter = new DiffFormatter(out)) {
      var edits =
          DiffAlgorithm.getAlgorithm(DiffAlgorithm.SupportedAlgorithm.HISTOGRAM)
              .diff(RawTextComparator.DEFAULT, one, other);
      formatter.format(edits, one, other);
      formatter.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "--- %s\n+++ %s\n".formatted(path, path) + out.toString(StandardCharsets.UTF_8);
  }
}
