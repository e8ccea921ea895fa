package dev.godmode.protocol.stream;

import dev.godmode.protocol.code.HeldCode;
import dev.godmode.protocol.document.DocumentsAt;
import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.Usage;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Question;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a worker says to control on its stream, in {@link Frame}s. */
public sealed interface WorkerMessage {

  /**
   * The first message of every connection.
   *
   * @param protocol {@link StreamProtocol#VERSION} of the worker
   * @param slots how many attempts may run at once
   * @param running attempts whose programs run here right now, or are assigned and about to
   * @param documents what it has of the fleet's documents; empty when it takes none
   * @param code what it has of the fleet's code; empty when it holds none, as older workers do
   */
  record Hello(
      int protocol,
      Inventory inventory,
      int slots,
      Usage usage,
      List<AttemptKey> running,
      Optional<DocumentsAt> documents,
      Optional<List<HeldCode>> code)
      implements WorkerMessage {
    public Hello {
      running = List.copyOf(running);
    }

    /** Of a worker that takes no documents and holds no code. */
    public Hello(
        int protocol, Inventory inventory, int slots, Usage usage, List<AttemptKey> running) {
      this(protocol, inventory, slots, usage, running, Optional.empty(), Optional.empty());
    }
  }

  /** A sign of life; renews the lease of every attempt it names. */
  record Heartbeat(Usage usage, List<AttemptKey> running) implements WorkerMessage {
    public Heartbeat {
      running = List.copyOf(running);
    }
  }

  /** What the machine has is not what the hello told: an engine came or went. */
  record Equipped(Inventory inventory) implements WorkerMessage {}

  /**
   * The program runs.
   *
   * @param documents the snapshot it was given; empty for none
   */
  record Started(AttemptKey attempt, Optional<SnapshotMark> documents) implements WorkerMessage {

    /** One that was given no documents. */
    public Started(AttemptKey attempt) {
      this(attempt, Optional.empty());
    }
  }

  /** A program of this attempt is about to run, or its credential is about to end. */
  record CredentialWanted(AttemptKey attempt) implements WorkerMessage {}

  /** A program of this attempt is about to run, and its variables name secrets. */
  record SecretsWanted(AttemptKey attempt) implements WorkerMessage {}

  /**
   * Whether the program gives signs of progress; said when that changes, and again after a
   * reconnect.
   *
   * @param idle for how long it has not; empty when it does
   */
  record Progress(AttemptKey attempt, Optional<Duration> idle) implements WorkerMessage {}

  /** Its program asks a person, and waits. Repeated after a reconnect until it is answered. */
  record Asked(AttemptKey attempt, Question question) implements WorkerMessage {}

  /** Its program needs no answer any more. */
  record AskedNoMore(AttemptKey attempt, String question, String why) implements WorkerMessage {}

  /** The attempt's workspace is about to be made: which commit does it begin from? */
  record CheckoutWanted(AttemptKey attempt) implements WorkerMessage {}

  /**
   * What the attempt changed in its repository; said before its report is, and again with it.
   *
   * @param hash SHA-256 of the patch
   * @param body the patch, see {@link dev.godmode.protocol.json.Patches}
   */
  record Changed(AttemptKey attempt, String hash, String body) implements WorkerMessage {}

  /**
   * Its program takes a step, or has taken it; the last ones are said again after a reconnect. What
   * control misses of them is missed.
   */
  record Stepped(AttemptKey attempt, StepReport step) implements WorkerMessage {}

  /** Log lines. Repeated until confirmed. */
  record Logged(AttemptKey attempt, LogChunk chunk) implements WorkerMessage {}

  /** The attempt is over. Repeated, over restarts of either side, until confirmed. */
  record Ended(AttemptKey attempt, AttemptReport report) implements WorkerMessage {}

  /** About the fleet's documents; only said to a control that has told of a snapshot. */
  sealed interface OfDocuments extends WorkerMessage {}

  /** It lacks that snapshot. */
  record ManifestWanted(SnapshotMark mark) implements OfDocuments {}

  /** It lacks a document of that snapshot, from that byte on. */
  record PieceWanted(String hash, long offset) implements OfDocuments {}

  /** What it has of the documents is not what it told before. */
  record DocumentsHeld(DocumentsAt documents) implements OfDocuments {}

  /** What it has of the fleet's code is not what it told before. */
  record CodeHeld(List<HeldCode> code) implements WorkerMessage {
    public CodeHeld {
      code = List.copyOf(code);
    }
  }

  /** The worker shuts down in good order and runs nothing any more. */
  record Leaving(String reason) implements WorkerMessage {}
}
