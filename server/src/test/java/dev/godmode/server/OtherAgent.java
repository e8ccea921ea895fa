package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.json.LogChunks;
import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.stream.LogLine;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.CheckResult;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.Question;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** Another agent, which talks to a control by the A2A protocol, and the worker behind that. */
final class OtherAgent implements AutoCloseable {

  final RunningAttempts attempts;
  final ServedControl control;
  private final AtomicInteger messages = new AtomicInteger();

  OtherAgent(Path home) {
    attempts = new RunningAttempts(home);
    control = attempts.control;
  }

  HttpResponse<String> post(HttpRequest.Builder request, String body) {
    return control.send(
        request
            .header("A2A-Version", "1.0")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> post(String path, String body) {
    return post(control.request(path), body);
  }

  JsonNode rpc(String method, String params) {
    var reply =
        post(
            "/a2a",
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"%s\",\"params\":%s}"
                .formatted(method, params));
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return Json.tree(reply.body());
  }

  String message(String part, String more) {
    return "{\"message\":{\"messageId\":\"m%d\",\"role\":\"ROLE_USER\",\"parts\":[%s]%s},\"configuration\":{\"returnImmediately\":true}}"
        .formatted(messages.incrementAndGet(), part, more);
  }

  String task(String name) {
    return message("{\"data\":{\"name\":\"%s\",\"command\":[\"true\"]}}".formatted(name), "");
  }

  AttemptKey given() {
    return attempts.worker.await(ControlMessage.Assign.class).assignment().attempt();
  }

  void begins(AttemptKey attempt) {
    attempts.worker.say(new WorkerMessage.Started(attempt));
    isHeard(attempt);
  }

  AttemptKey begun() {
    var attempt = given();
    begins(attempt);
    return attempt;
  }

  AttemptKey begun(String name) {
    rpc("SendMessage", task(name));
    return begun();
  }

  void asks(AttemptKey attempt, Question question) {
    attempts.worker.say(new WorkerMessage.Asked(attempt, question));
    isHeard(attempt);
  }

  private void isHeard(AttemptKey attempt) {
    // What was said before a line of the log is with the kernel when that is confirmed.
    var line = new LogLine(1, Instant.EPOCH, LogLine.Source.STDOUT, "it asks", false);
    attempts.worker.say(new WorkerMessage.Logged(attempt, LogChunks.encode(1, List.of(line))));
    attempts.worker.await(ControlMessage.LogConfirm.class);
  }

  void succeeds(AttemptKey attempt) {
    attempts.worker.say(
        new WorkerMessage.Ended(
            attempt,
            AttemptReport.of(Ending.SUCCEEDED)
                .exitCode(Optional.of(0))
                .result("it is green")
                .checks(List.of(new CheckResult("is it", true, 0, Duration.ofMillis(3), "")))
                .build()));
    attempts.worker.await(ControlMessage.Confirm.class);
  }

  /** The worker stops it, as it was told to. */
  void stops(AttemptKey attempt) {
    attempts.worker.await(ControlMessage.Stop.class);
    attempts.worker.say(new WorkerMessage.Ended(attempt, AttemptReport.of(Ending.STOPPED).build()));
    attempts.worker.await(ControlMessage.Confirm.class);
  }

  JsonNode shown(AttemptKey attempt) {
    return rpc("GetTask", "{\"id\":\"%s\"}".formatted(attempt.task())).path("result");
  }

  @Override
  public void close() {
    attempts.close();
  }
}
