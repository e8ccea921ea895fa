package dev.godmode.worker.attempt;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.protocol.stream.ControlMessage.Credential;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.stream.WorkerMessage.CredentialWanted;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.text.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * An attempt's credential: asked for when its program is about to start and again before it ends,
 * in a file that only the program's user can read. The file is replaced as a whole, so whoever
 * reads it reads one credential and not halves of two.
 */
final class CredentialFile {

  private static final System.Logger LOG = System.getLogger(CredentialFile.class.getName());

  static final String NAME = "credential";

  /** A program does not wait longer for its first one: control may be away. */
  private static final Duration FIRST_WITHIN = Duration.ofSeconds(2);

  /** Until an answer comes. */
  private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(10);

  private final AttemptKey attempt;
  private final Path file;
  private final Redaction redaction;
  private final Consumer<WorkerMessage> tell;
  private final CountDownLatch answered = new CountDownLatch(1);

  /** Of {@link System#nanoTime}. */
  private volatile long askNext;

  private boolean over;

  CredentialFile(
      AttemptKey attempt, Path folder, Redaction redaction, Consumer<WorkerMessage> tell) {
    this.attempt = attempt;
    this.file = folder.resolve(NAME);
    this.redaction = redaction;
    this.tell = tell;
  }

  /** Asks for the first one, and waits a little. */
  void first() throws InterruptedException {
    ask();
    if (!answered.await(FIRST_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.log(INFO, "no credential yet, the program starts without attempt={0}", attempt);
    }
  }

  /** Asks at once: control may be another one, whose keys are others. */
  void ask() {
    askNext = System.nanoTime() + ASK_AGAIN_AFTER.toNanos();
    tell.accept(new CredentialWanted(attempt));
  }

  void askIfDue() {
    if (System.nanoTime() - askNext >= 0) {
      ask();
    }
  }

  /** Control's answer. Off the stream's thread: it writes to disk. */
  synchronized void received(Credential credential) {
    if (over) {
      return;
    }
    // With two thirds of it gone there is time to ask more than once.
    askNext = System.nanoTime() + credential.lifetime().multipliedBy(2).dividedBy(3).toNanos();
    redaction.learn("credential", credential.token());
    try {
      write(credential.token());
    } catch (IOException e) {
      LOG.log(WARNING, "credential not written attempt={0}: {1}", attempt, e.getMessage());
    }
    answered.countDown();
  }

  /** There is none: the lease is over, or was revoked. */
  synchronized void refused(String reason) {
    LOG.log(INFO, "no credential attempt={0}: {1}", attempt, reason);
    askNext = System.nanoTime() + Duration.ofDays(1).toNanos();
    forget();
    answered.countDown();
  }

  private void write(String token) throws IOException {
    var fresh =
        Files.createTempFile(
            file.getParent(),
            ".credential",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.write(fresh, token.getBytes(StandardCharsets.UTF_8));
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        // A container's user is not the worker's: it keeps what it was given.
        Files.setOwner(fresh, Files.getOwner(file, LinkOption.NOFOLLOW_LINKS));
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** The attempt is over: there is nothing left to show. */
  synchronized void close() {
    over = true;
    forget();
  }

  private void forget() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.log(WARNING, "credential not deleted attempt={0}: {1}", attempt, e.getMessage());
    }
  }
}
