package dev.godmode.server.identity;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * What replicas of the model gateway show. There is one for all of them, until it is replaced; only
 * its hash is kept.
 */
public final class ReplicaSecret {

  private final PrivateFile file;
  private final SecureRandom random;
  private volatile Optional<String> hash;

  private ReplicaSecret(PrivateFile file, SecureRandom random) {
    this.file = file;
    this.random = random;
    this.hash = file.read().map(String::strip).filter(text -> !text.isEmpty());
  }

  /** None, or the one whose hash is in the file. */
  public static ReplicaSecret open(Path path, SecureRandom random) {
    return new ReplicaSecret(new PrivateFile(path), random);
  }

  /** A new one; whoever shows the one before is let in no more. */
  public synchronized String renew() {
    var fresh = Secrets.fresh(random);
    keep(Optional.of(Secrets.sha256(fresh)));
    return fresh;
  }

  /** No replica is let in any more. */
  public synchronized void revoke() {
    keep(Optional.empty());
  }

  private void keep(Optional<String> next) {
    file.write(next.map(text -> text + "\n").orElse(""));
    hash = next;
  }

  /** Whether it is the one that counts. */
  public boolean matches(String shown) {
    return hash.filter(kept -> Secrets.same(kept, Secrets.sha256(shown))).isPresent();
  }
}
