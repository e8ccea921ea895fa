package dev.godmode.control.access;

import dev.godmode.control.agent.ConfigText;
import dev.godmode.control.agent.ProfileProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

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
  private final BiConsumer<Policy, String> applied;
  private volatile Standing standing;
  private Optional<String> looked = Optional.empty();
  private boolean first = true;

  /**
   * A policy that follows a file.
   *
   * @param kept where the last good one is kept
   * @param applied told of every policy that comes into force, with its source
   */
  public PolicyFile(Path file, Path kept, BiConsumer<Policy, String> applied) {
    this.file = file;
    this.kept = kept;
    this.applied = applied;
    this.standing = lastGood();
  }

  private Standing lastGood() {
    return ConfigText.read(kept)
        .map(PolicyReader::read)
        .flatMap(
            result ->
                result instanceof PolicyReader.Good(var policy)
                    ? Optional.of(new Standing(policy, PolicyReader.FILE, List.of()))
                    : Optional.empty())
        .orElseGet(() -> new Standing(PolicyReader.builtIn(), BUILT_IN, List.of()));
  }

  public Policy policy() {
    return standing.policy();
  }

  public Standing standing() {
    return standing;
  }

  /** Looks whether a person changed the file. */
  public synchronized void runOnce() {
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

  private void apply(Policy policy, String source) {
    var before = standing.policy();
    standing = new Standing(policy, source, List.of());
    if (!policy.hash().equals(before.hash()) || ConfigText.read(kept).isEmpty()) {
      applied.accept(policy, source);
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
