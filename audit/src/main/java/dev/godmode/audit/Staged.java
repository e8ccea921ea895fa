package dev.godmode.audit;

import dev.godmode.audit.secret.SecretInspection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Secrets in what the next commit would bring into a git repository: in the lines that it adds, and
 * in the names of the files. What is in the repository already is not held against it.
 */
public final class Staged {

  private static final int FILES_MAX = 5_000;
  private static final int BYTES_MAX = 1 << 20;

  /** "@@ -1,2 +3,4 @@": where added lines begin, and how many there are. */
  private static final Pattern ADDED = Pattern.compile("^@@ -\\S+ \\+(\\d+)(?:,(\\d+))? @@");

  private final Git git;
  private final SecretInspection inspection = new SecretInspection();

  /**
   * What is staged.
   *
   * @param folder anywhere in the repository's working tree
   */
  public Staged(Path folder) {
    this.git =
        new Git(new Git(folder).text("rev-parse", "--show-toplevel").map(Path::of).orElse(folder));
  }

  /** All findings, in order; a commit that brings too much to look through is one. */
  public List<Finding> secrets() {
    var names =
        git.names("diff", "--cached", "--name-only", "-z", "--no-renames", "--diff-filter=ACMR")
            .orElse(List.of());
    var findings = new ArrayList<Finding>();
    names.stream().limit(FILES_MAX).map(this::secrets).forEach(findings::addAll);
    if (names.size() > FILES_MAX) {
      findings.add(
          Finding.of(
              Rule.NOT_READABLE,
              Source.of(names.get(FILES_MAX), ""),
              0,
              "%d files are staged, the guard looks at %d".formatted(names.size(), FILES_MAX),
              "commit less at once"));
    }
    return findings.stream().sorted(Finding.ORDER).toList();
  }

  private List<Finding> secrets(String name) {
    var added = added(name);
    return inspection
        .look(Source.of(name, text(name)))
        .filter(found -> found.line() == 0 || added.contains(found.line()))
        .toList();
  }

  /** Empty for what is too large or not text: its name is judged all the same. */
  private String text(String name) {
    var bytes = git.ask("cat-file", "blob", ":" + name).orElse(new byte[0]);
    if (bytes.length > BYTES_MAX) {
      return "";
    }
    var text = new String(bytes, StandardCharsets.UTF_8);
    return text.indexOf('\0') < 0 ? text : "";
  }

  private Set<Integer> added(String name) {
    var lines = new HashSet<Integer>();
    git
        .text(
            "diff",
            "--cached",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--no-renames",
            "--text",
            "-U0",
            "--",
            ":(top,literal)" + name)
        .stream()
        .flatMap(String::lines)
        .map(ADDED::matcher)
        .filter(match -> match.find())
        .forEach(
            match -> {
              var from = Integer.parseInt(match.group(1));
              var count = match.group(2) == null ? 1 : Integer.parseInt(match.group(2));
              IntStream.range(from, from + count).forEach(lines::add);
            });
    return lines;
  }
}
