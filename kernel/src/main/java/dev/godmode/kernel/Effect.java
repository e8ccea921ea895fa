package dev.godmode.kernel;

import dev.godmode.protocol.code.NodeCode;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.Assignment;
import dev.godmode.protocol.task.AttemptKey;
import java.util.List;

/** What must be done to the world once the events of the same decision are durable. */
public sealed interface Effect {

  NodeId node();

  /** Goes out again at every reconnect until the worker reports the attempt. */
  record Dispatch(NodeId node, Assignment assignment) implements Effect {}

  record StopAttempt(NodeId node, AttemptKey attempt, String reason) implements Effect {}

  record FenceAttempt(NodeId node, AttemptKey attempt, String reason) implements Effect {}

  /** What its program asked is answered; said again when it asks again. */
  record AnswerAttempt(NodeId node, AttemptKey attempt, String question, Answer answer)
      implements Effect {}

  record ConfirmAttempt(NodeId node, AttemptKey attempt) implements Effect {}

  record WelcomeNode(NodeId node, String name) implements Effect {}

  /** What the node is to have of the fleet's code; said at each reconnect. */
  record NameCode(NodeId node, List<NodeCode> code) implements Effect {
    public NameCode {
      code = List.copyOf(code);
    }
  }

  record DismissNode(NodeId node, String reason) implements Effect {}
}
