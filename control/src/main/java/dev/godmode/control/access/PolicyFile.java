package dev.godmode.control.access;

import dev.godmode.control.agent.ConfigText;
import dev.godmode.control.agent.ProfileProblem;
import dev.godmode.protocol.document.ContentHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * The policy in force: that of the workspace's file, or the built-in one where there is no file. A
 * file that is wrong changes nothing: what was good last stays in force, over restarts too.
 */
public final class PolicyFile {

  /** Where a policy that is in force comes from when there is no file. */
  public static final String BUILT_IN = "built-in";

  /**
   * How it stands.
   *
   * @param source the file, or {@link #BUILT_IN}
   * @param problems why the file as it is now is not in force
   */
  public record Standing(Policy policy, String source, List<ProfileProblem> problems) {
    public Standing {
      problems = List.copyOf(problems);
    }
  }

  private final Path file;
  private final Path kept;
  private final PolicyLedger ledger;
  private volatile Standing standing;
  private Optional<String> looked = Optional.empty();
  private boolean first = true;

  /**
   * A policy that follows a file.
   *
   * @param kept where the last good one is kept
   * @param ledger told of every policy that comes into force, and asked which ones did
   */
  public PolicyFile(Path file, Path kept, PolicyLedger ledger) {
    this.file = file;
    this.kept = kept;
    this.ledger = ledger;
    this.standing = lastGood();
  }

  private Standing lastGood() {
    return ConfigText.read(kept)
        .filter(this::isOnRecord)
        .map(PolicyReader::read)
        .flatMap(
            result ->
                result instanceof PolicyReader.Good(var policy)
                    ? Optional.of(new Standing(policy, PolicyReader.FILE, List.of()))
                    : Optional.empty())
        .orElseGet(() -> new Standing(PolicyReader.builtIn(), BUILT_IN, List.of()));
  }

  /**
   * Whoever can write the copy could put a policy of their own into force, when the file of the
   * workspace is wrong: it must be the one that the ledger says was in force last.
   */
  private boolean isOnRecord(String text) {
    var known = ledger.hashes();
    var hash = ContentHash.of(text);
    if (known.isEmpty() || known.getFirst().equals(hash)) {
      return true;
    }
    ledger.distrusted(
        known.contains(hash)
            ? "the policy kept in %s is an older one, %.12s, and not %.12s, which was in force last; it is not used"
                .formatted(kept.getFileName(), hash, known.getFirst())
            : "the policy kept in %s was never in force: somebody changed it; it is %.12s, and %.12s was in force last; it is not used"
                .formatted(kept.getFileName(), hash, known.getFirst()));
    return false;
  }

  public Policy policy() {
    return standing.policy();
  }

  public Standing standing() {
    return standing;
  }

  /** Looks whether a person changed the file, and whether somebody changed the copy. */
  public synchronized void runOnce() {
    mend();
    var text = ConfigText.read(file);
    if (!first && text.equals(looked)) {
      return;
    }
    first = false;
    looked = text;
    if (text.isEmpty()) {
      apply(PolicyReader.builtIn(), BUILT_IN);
      return;
    }
    switch (PolicyReader.read(text.get())) {
      case PolicyReader.Good(var policy) -> apply(policy, PolicyReader.FILE);
      case PolicyReader.Bad(var problems) ->
          standing = new Standing(standing.policy(), standing.source(), problems);
    }
  }

  /** What is in force is in memory: a copy that is not the same was changed by somebody. */
  private void mend() {
    var policy = standing.policy();
    var now = ConfigText.read(kept);
    if (first || now.isEmpty() || now.get().equals(policy.text())) {
      return;
    }
    ledger.distrusted(
        "the policy kept in %s was changed by somebody: it was %.12s, and %.12s is in force; it is written anew"
            .formatted(kept.getFileName(), ContentHash.of(now.get()), policy.hash()));
    keep(policy.text());
  }

  private void apply(Policy policy, String source) {
    var before = standing.policy();
    standing = new Standing(policy, source, List.of());
    if (!policy.hash().equals(before.hash()) || ConfigText.read(kept).isEmpty()) {
      ledger.applied(policy, source);
      keep(policy.text());
    }
  }

  private void keep(String text) {
    try {
      Files.createDirectories(kept.toAbsolutePath().getParent());
      var fresh = kept.resolveSibling(kept.getFileName() + ".new");
      Files.writeString(fresh, text);
      Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("the policy in force cannot be kept in " + kept, e);
    }
  }
}
