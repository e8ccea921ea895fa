package dev.godmode.server.a2a;

import dev.godmode.protocol.api.Approvals.OpenQuestion;
import dev.godmode.protocol.api.TaskDetail;
import dev.godmode.protocol.api.TaskDetail.AttemptView;
import dev.godmode.protocol.api.TaskView;
import dev.godmode.protocol.task.Answer;
import dev.godmode.protocol.task.Exchange;
import dev.godmode.protocol.task.TaskState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Our tasks as the protocol writes them. */
final class TaskShape {

  private static final String USER = "ROLE_USER";
  private static final String AGENT = "ROLE_AGENT";

  private TaskShape() {}

  /** The line of work is the context; a task of none is a context of its own. */
  static String context(TaskView task) {
    return task.stream().isEmpty() ? task.id().value() : task.stream();
  }

  /** As it stands, with nothing of what went before. */
  static Map<String, Object> of(TaskView task) {
    var shape = new LinkedHashMap<String, Object>();
    shape.put("id", task.id().value());
    shape.put("contextId", context(task));
    shape.put("status", status(task));
    shape.put(
        "metadata",
        Map.of(
            "name",
            task.name(),
            "agent_type",
            task.agentType(),
            "verified",
            task.state() == TaskState.SUCCEEDED));
    return shape;
  }

  /**
   * All of it.
   *
   * @param history how many of its last messages
   */
  static Map<String, Object> of(TaskDetail detail, int history) {
    var shape = of(detail.task());
    shape.put("artifacts", artifacts(detail));
    var messages = messages(detail);
    shape.put("history", messages.subList(Math.max(0, messages.size() - history), messages.size()));
    return shape;
  }

  static Map<String, Object> status(TaskView task) {
    var status = new LinkedHashMap<String, Object>();
    status.put("state", Stage.of(task.state()).word());
    status.put("timestamp", task.updatedAt().toString());
    task.asks()
        .map(TaskShape::asked)
        .or(() -> task.reason().isEmpty() ? Optional.empty() : words(task.reason()))
        .ifPresent(
            parts ->
                status.put(
                    "message",
                    message(task, "%s-%d".formatted(task.id(), stamp(task)), AGENT, parts)));
    return status;
  }

  private static long stamp(TaskView task) {
    return task.updatedAt().toEpochMilli();
  }

  private static Optional<List<Map<String, Object>>> words(String text) {
    return Optional.of(List.of(text(text)));
  }

  /** For people the question, and for programs what an answer must hold. */
  private static List<Map<String, Object>> asked(OpenQuestion asks) {
    var question = asks.question();
    var data = new LinkedHashMap<String, Object>();
    data.put("question", question.id());
    data.put("kind", question.kind());
    data.put("options", question.options());
    data.put("allows", question.payload());
    data.put("payload", asks.payload());
    data.put("until", asks.until().toString());
    return List.of(text(question.text()), Map.of("data", data));
  }

  /** What it brought forth, and what proves it. */
  static List<Map<String, Object>> artifacts(TaskDetail detail) {
    var artifacts = new ArrayList<Map<String, Object>>();
    if (!detail.result().isBlank()) {
      artifacts.add(artifact("result", text(detail.result())));
    }
    if (!detail.task().evidence().isEmpty()) {
      artifacts.add(
          artifact("evidence", Map.of("data", Map.of("checks", detail.task().evidence()))));
    }
    return artifacts;
  }

  private static Map<String, Object> artifact(String name, Map<String, Object> part) {
    return Map.of("artifactId", name, "name", name, "parts", List.of(part));
  }

  /** What was wanted, and what was asked and answered since. */
  private static List<Map<String, Object>> messages(TaskDetail detail) {
    var task = detail.task();
    var goal = detail.spec().goal().isBlank() ? task.name() : detail.spec().goal();
    var messages = new ArrayList<Map<String, Object>>();
    messages.add(message(task, task.id() + "-goal", USER, List.of(text(goal))));
    for (var attempt : detail.attempts()) {
      for (var exchange : attempt.exchanges()) {
        messages.addAll(messages(task, attempt, exchange));
      }
    }
    return messages;
  }

  private static List<Map<String, Object>> messages(
      TaskView task, AttemptView attempt, Exchange exchange) {
    var id = "%s-%d-%s".formatted(task.id(), attempt.number(), exchange.question());
    var both = new ArrayList<Map<String, Object>>();
    both.add(message(task, id + "-asked", AGENT, List.of(text(exchange.text()))));
    exchange
        .answer()
        .map(Answer::words)
        .ifPresent(words -> both.add(message(task, id + "-answered", USER, List.of(text(words)))));
    return both;
  }

  private static Map<String, Object> message(
      TaskView task, String id, String role, List<Map<String, Object>> parts) {
    var message = new LinkedHashMap<String, Object>();
    message.put("messageId", id);
    message.put("contextId", context(task));
    message.put("taskId", task.id().value());
    message.put("role", role);
    message.put("parts", parts);
    return message;
  }

  private static Map<String, Object> text(String text) {
    return Map.of("text", text);
  }
}
