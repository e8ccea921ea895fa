package dev.godmode.protocol.stream;

import dev.godmode.protocol.code.NodeCode;
import dev.godmode.protocol.document.SignedSnapshot;
import dev.godmode.protocol.document.SnapshotMark;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.Assignment;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.Checkout;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What control says to a worker on its stream, in {@link Frame}s. */
public sealed interface ControlMessage {

  /** The answer to a hello: the worker is part of the fleet under this name. */
  record Welcome(NodeId node, String name, Duration heartbeatEvery) implements ControlMessage {}

  /** Run this. May be repeated: the worker runs an attempt once and accepts it again. */
  record Assign(Assignment assignment) implements ControlMessage {}

  /** Stop the attempt (SIGTERM, grace, SIGKILL to the whole group), then report it as stopped. */
  record Stop(AttemptKey attempt, String reason) implements ControlMessage {}

  /** The lease is gone: kill at once; what it leads to is for the record only. */
  record Fence(AttemptKey attempt, String reason) implements ControlMessage {}

  /**
   * What the attempt's program shows when it asks control for something. A lease that is over gets
   * none.
   *
   * @param token a secret
   * @param lifetime from now; there is another one for the asking while the lease lives
   */
  record Credential(AttemptKey attempt, String token, Duration lifetime) implements ControlMessage {
    /** Without the secret, whoever prints it. */
    @Override
    public String toString() {
      return "Credential[attempt=%s, lifetime=%s]".formatted(attempt, lifetime);
    }
  }

  /** There is no credential for the attempt. */
  record NoCredential(AttemptKey attempt, String reason) implements ControlMessage {}

  /**
   * The secrets that the attempt names.
   *
   * @param values name to value; secret
   * @param own names that the attempt may have and control has no value for, each with why: the
   *     node may have one
   */
  record Secrets(AttemptKey attempt, Map<String, String> values, Map<String, String> own)
      implements ControlMessage {
    public Secrets {
      values = Map.copyOf(values);
      own = Map.copyOf(own);
    }

    /** Without the values, whoever prints it. */
    @Override
    public String toString() {
      return "Secrets[attempt=%s, names=%s, own=%s]"
          .formatted(attempt, new TreeSet<>(values.keySet()), new TreeSet<>(own.keySet()));
    }
  }

  /**
   * The attempt gets no secrets, and cannot run.
   *
   * @param reason with what to do about it
   * @param later whether asking again may help: a source of secrets is in trouble
   */
  record NoSecrets(AttemptKey attempt, String reason, boolean later) implements ControlMessage {}

  /** What the attempt's program asked is answered. May be repeated. */
  record Answered(AttemptKey attempt, String question, Answer answer) implements ControlMessage {}

  /** What the attempt begins from. */
  record CheckedOut(AttemptKey attempt, Checkout checkout) implements ControlMessage {}

  /**
   * There is nothing that it could begin from.
   *
   * @param later whether asking again may help
   */
  record NoCheckout(AttemptKey attempt, String reason, boolean later) implements ControlMessage {}

  /** The report is durable (taken or refused): forget the attempt. */
  record Confirm(AttemptKey attempt) implements ControlMessage {}

  /** The chunk is durable: forget it. */
  record LogConfirm(AttemptKey attempt, long sequence) implements ControlMessage {}

  /** Which controls the fleet has: to be kept, and tried in turn when this one is lost. */
  record Controls(List<KnownControl> controls) implements ControlMessage {
    public Controls {
      controls = List.copyOf(controls);
    }
  }

  /**
   * The code that this node is to have; other code it had is not wanted any more. Only said to a
   * worker whose hello told that it holds code.
   */
  record CodeNamed(List<NodeCode> code) implements ControlMessage {
    public CodeNamed {
      code = List.copyOf(code);
    }
  }

  /** About the fleet's documents; only said to a worker whose hello told that it takes them. */
  sealed interface OfDocuments extends ControlMessage {}

  /** The newest snapshot of the documents: a node that lacks it pulls it, piece by piece. */
  record NewestDocuments(SnapshotMark mark) implements OfDocuments {}

  /** What is in the newest snapshot. */
  record Manifest(SignedSnapshot snapshot) implements OfDocuments {}

  /**
   * A piece of a document.
   *
   * @param hash of the whole document's content
   * @param offset of its first byte
   * @param body base64; an empty one is past the end
   */
  record Piece(String hash, long offset, String body) implements OfDocuments {}

  /** There is none: the document is of an older snapshot, or damaged on control. */
  record NoPiece(String hash, String why) implements OfDocuments {}

  /** The node has been removed from the fleet: kill everything and do not come back. */
  record Dismiss(String reason) implements ControlMessage {}
}
