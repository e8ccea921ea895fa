package dev.godmode.protocol.task;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where work begins: a git repository, and which branch of it. What the work changes there is its
 * product.
 *
 * @param repository an address that git knows: https, ssh, file, a path, or host:path
 * @param branch empty for the one that the repository itself names
 * @param merge who says yes to a merge
 */
public record Source(String repository, String branch, Merge merge) {

  public static final int REPOSITORY_MAX_CHARS = 1_000;
  public static final int BRANCH_MAX_CHARS = 200;

  private static final Pattern ADDRESS =
      Pattern.compile(
          "(https?|ssh|git|file)://\\S+|/\\S.*|[A-Za-z0-9._-]+@?[A-Za-z0-9._-]*:(?!//)[^:\\s]\\S*");
  private static final Pattern BRANCH = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._/-]*");
  private static final Pattern PASSWORD = Pattern.compile("[a-z]+://[^/@\\s]*:[^/@\\s]+@.*");

  /** Who says yes to a merge of what a task has made. */
  public enum Merge {
    /** A person, who has seen it. */
    PERSON,
    /** Its checks, where the change is small and holds nothing to be concerned about. */
    GREEN
  }

  /** A sentence about what is wrong with it; empty when all is well. */
  public Optional<String> problem() {
    if (repository.length() > REPOSITORY_MAX_CHARS || branch.length() > BRANCH_MAX_CHARS) {
      return Optional.of("its repository's address or its branch is too long");
    }
    if (PASSWORD.matcher(repository).matches()) {
      return Optional.of(
          "its repository's address has a password in it: leave it out, git asks its credential helper or its ssh agent");
    }
    // "ext::" and its like would run a program.
    if (!ADDRESS.matcher(repository).matches() || repository.contains("::")) {
      return Optional.of(
          "'%s' is no repository's address: https://…, ssh://…, file://…, /a/path, host:path"
              .formatted(repository));
    }
    var named = branch.isEmpty() || BRANCH.matcher(branch).matches();
    return named && !branch.contains("..") && !branch.endsWith(".lock")
        ? Optional.empty()
        : Optional.of("'%s' is no name of a branch".formatted(branch));
  }
}
