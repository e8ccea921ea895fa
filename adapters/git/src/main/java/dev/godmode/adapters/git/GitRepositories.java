package dev.godmode.adapters.git;

import dev.godmode.control.change.Repositories;
import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.task.Checkout;
import dev.godmode.protocol.task.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Repositories by the git program, with a bare mirror of each that something is merged into. */
public final class GitRepositories implements Repositories {

  private static final int NAME_CHARS = 20;
  private static final String HEADS = "refs/heads/";
  private static final String SYMBOLIC = "ref: " + HEADS;
  private static final String COMMIT = "[0-9a-f]{7,64}";
  private static final int CONFLICT_EXIT = 1;

  private final Path folder;
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  /** Mirrors are kept in the folder. */
  public GitRepositories(Path folder) {
    this.folder = folder;
  }

  @Override
  public Named name(Source source) {
    var problem = source.problem();
    if (problem.isPresent()) {
      return new Nowhere(problem.get(), false);
    }
    try {
      Files.createDirectories(folder);
      return named(source);
    } catch (IOException e) {
      return new Nowhere(
          "%s cannot be reached: %s".formatted(source.repository(), e.getMessage()), true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Nowhere("control stops", true);
    }
  }

  private Named named(Source source) throws IOException, InterruptedException {
    var git = new GitProgram(folder, Map.of());
    var wanted = source.branch().isEmpty() ? "HEAD" : HEADS + source.branch();
    var said = git.must("ls-remote", "--symref", source.repository(), wanted);
    var branch = source.branch();
    for (var line : said.lines().toList()) {
      var fields = line.split("\t", 2);
      if (line.startsWith(SYMBOLIC)) {
        branch = fields[0].substring(SYMBOLIC.length());
      } else if (fields.length == 2 && fields[1].equals(wanted)) {
        return branch.isEmpty()
            ? new Nowhere(
                "%s names no branch of its own: say which".formatted(source.repository()), false)
            : new At(new Checkout(source.repository(), branch, fields[0]));
      }
    }
    return new Nowhere(
        source.branch().isEmpty()
            ? "%s has no commit yet".formatted(source.repository())
            : "%s has no branch '%s'".formatted(source.repository(), source.branch()),
        false);
  }

  @Override
  public Named commit(Source source, String commit) {
    var at = name(source);
    return at instanceof At(var head) ? commit(head, commit) : at;
  }

  private Named commit(Checkout head, String commit) {
    if (!commit.matches(COMMIT)) {
      return new Nowhere("'%s' is no commit: 7 to 64 hex digits".formatted(commit), false);
    }
    var lock = locks.computeIfAbsent(head.repository(), _ -> new ReentrantLock());
    lock.lock();
    try {
      var mirror = mirror(head);
      fetch(mirror, head);
      var git = new GitProgram(mirror, Map.of());
      var found = git.run("rev-parse", "--verify", "--quiet", commit + "^{commit}");
      var full = found.out().strip();
      return found.well()
              && !git.must("for-each-ref", "--count=1", "--contains", full, HEADS).isBlank()
          ? new At(new Checkout(head.repository(), head.branch(), full))
          : new Nowhere(
              "no branch of %s has a commit '%s'".formatted(head.repository(), commit), false);
    } catch (IOException e) {
      return new Nowhere(
          "%s cannot be reached: %s".formatted(head.repository(), e.getMessage()), true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Nowhere("control stops", true);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Merged merge(Checkout base, byte[] patch, String author, String message) {
    var lock = locks.computeIfAbsent(base.repository(), _ -> new ReentrantLock());
    lock.lock();
    try {
      return merged(base, patch, author, message);
    } catch (IOException e) {
      return new Refused(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Refused("control stops");
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Look touched(Checkout base, byte[] patch) {
    var lock = locks.computeIfAbsent(base.repository(), _ -> new ReentrantLock());
    lock.lock();
    try {
      var mirror = mirror(base);
      if (!new GitProgram(mirror, Map.of()).run("cat-file", "-e", base.commit()).well()) {
        fetch(mirror, base);
      }
      return PatchedTree.of(mirror, base, patch)
          .touched()
          .<Look>map(Touched::new)
          .orElseGet(
              () -> new Unseen("it touches more than %d files".formatted(PatchedTree.FILES_MAX)));
    } catch (IOException e) {
      return new Unseen(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Unseen("control stops");
    } finally {
      lock.unlock();
    }
  }

  private Path mirror(Checkout base) throws IOException, InterruptedException {
    var mirror =
        folder.resolve(ContentHash.of(base.repository()).substring(0, NAME_CHARS) + ".git");
    if (Files.notExists(mirror.resolve("HEAD"))) {
      Files.createDirectories(folder);
      new GitProgram(folder, Map.of()).must("init", "--quiet", "--bare", mirror.toString());
    }
    return mirror;
  }

  private static void fetch(Path mirror, Checkout base) throws IOException, InterruptedException {
    new GitProgram(mirror, Map.of())
        .must(
            "fetch",
            "--quiet",
            "--no-tags",
            "--force",
            base.repository(),
            "+refs/heads/*:refs/heads/*");
  }

  private Merged merged(Checkout base, byte[] patch, String author, String message)
      throws IOException, InterruptedException {
    var mirror = mirror(base);
    fetch(mirror, base);
    var git = new GitProgram(mirror, signed(author));
    var head = git.must("rev-parse", "--verify", HEADS + base.branch() + "^{commit}");
    var made =
        git.must(
            "commit-tree",
            PatchedTree.of(mirror, base, patch).id(),
            "-p",
            base.commit(),
            "-m",
            message);
    var tree = made;
    if (!head.equals(base.commit())) {
      var joined =
          git.run("merge-tree", "--write-tree", "--name-only", "--no-messages", head, made);
      if (joined.exit() == CONFLICT_EXIT) {
        // The tree stands on the first line, then each file that conflicts.
        return new Conflicting(joined.out().strip().lines().skip(1).toList());
      }
      if (!joined.well()) {
        return new Refused("git merge-tree: " + joined.words());
      }
      tree = joined.out().strip().lines().findFirst().orElseThrow();
    }
    return push(git, base, head, tree, message);
  }

  /** Only forward, and only from where it was looked at: whoever was quicker is not overwritten. */
  private static Merged push(
      GitProgram git, Checkout base, String head, String made, String message)
      throws IOException, InterruptedException {
    var tree = git.must("rev-parse", made + "^{tree}");
    if (tree.equals(git.must("rev-parse", head + "^{tree}"))) {
      return new Already();
    }
    var commit = git.must("commit-tree", tree, "-p", head, "-m", message);
    var branch = HEADS + base.branch();
    var pushed =
        git.run(
            "push",
            "--quiet",
            "--force-with-lease=%s:%s".formatted(branch, head),
            base.repository(),
            "%s:%s".formatted(commit, branch));
    if (pushed.well()) {
      return new Done(commit);
    }
    return new Refused(
        pushed.words().contains("denyCurrentBranch") || pushed.words().contains("checked out")
            ? "%s is checked out in %s, and git does not change it under whoever works there: let it with 'git config receive.denyCurrentBranch updateInstead' there, or use a bare repository"
                .formatted(base.branch(), base.repository())
            : "git push: " + pushed.words());
  }

  private static Map<String, String> signed(String author) {
    return Map.of(
        "GIT_AUTHOR_NAME",
        author,
        "GIT_AUTHOR_EMAIL",
        "agent@godmode.invalid",
        "GIT_COMMITTER_NAME",
        "God Mode",
        "GIT_COMMITTER_EMAIL",
        "control@godmode.invalid");
  }
}
