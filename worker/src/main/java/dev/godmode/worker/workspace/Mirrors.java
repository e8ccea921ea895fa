package dev.godmode.worker.workspace;

import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.task.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** A bare mirror of each repository that work began from on this node. */
public final class Mirrors {

  private static final int NAME_CHARS = 20;
  private static final int SAID_MAX_BYTES = 64 << 10;

  private final Path folder;
  private final Git git = new Git(SAID_MAX_BYTES);
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  public Mirrors(Path folder) {
    this.folder = folder;
  }

  /**
   * The mirror, with that commit in it.
   *
   * @throws IOException in words for people: the repository cannot be reached, or has no such
   *     commit
   */
  Path holding(Checkout checkout) throws IOException, InterruptedException {
    var name = ContentHash.of(checkout.repository()).substring(0, NAME_CHARS) + ".git";
    var lock = locks.computeIfAbsent(name, _ -> new ReentrantLock());
    lock.lockInterruptibly();
    try {
      var mirror = folder.resolve(name);
      if (Files.notExists(mirror.resolve("HEAD"))) {
        Files.createDirectories(folder);
        git.run(folder, Map.of(), "init", "--quiet", "--bare", mirror.toString());
      }
      if (!has(mirror, checkout)) {
        fetch(mirror, checkout);
      }
      return mirror;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The same, and the commit stays there though every branch leaves it.
   *
   * @param name of what is kept; one commit for each
   */
  Path keeping(Checkout checkout, String name) throws IOException, InterruptedException {
    var mirror = holding(checkout);
    git.run(mirror, Git.SEALED, "update-ref", "refs/godmode/" + name, checkout.commit());
    return mirror;
  }

  private boolean has(Path mirror, Checkout checkout) throws InterruptedException {
    try {
      git.run(mirror, Git.SEALED, "cat-file", "-e", checkout.commit() + "^{commit}");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void fetch(Path mirror, Checkout checkout) throws IOException, InterruptedException {
    git.run(
        mirror,
        Map.of(),
        "fetch",
        "--quiet",
        "--no-tags",
        "--force",
        "--prune",
        checkout.repository(),
        "+refs/heads/*:refs/heads/*");
    if (!has(mirror, checkout)) {
      throw new IOException(
          "%s has no commit %s on any branch (any more): was its branch rewritten?"
              .formatted(checkout.repository(), checkout.commit()));
    }
  }
}
