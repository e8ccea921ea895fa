package dev.godmode.server;

import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import dev.godmode.server.fleet.TestWorker;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A control with one worker, on which attempts run that show their credentials. */
final class RunningAttempts implements AutoCloseable {

  /** An attempt whose program has its credential. */
  record Begun(AttemptKey attempt, String token) {}

  final ServedControl control;
  final TestWorker worker;

  RunningAttempts(Path home) {
    control = new ServedControl(home);
    worker = control.enrolled("forge").join();
  }

  Begun begin(String name, String stream) {
    control.post(
        "/api/v1/tasks",
        "{\"tasks\":[{\"name\":\"%s\",\"stream\":\"%s\",\"command\":[\"true\"]}]}"
            .formatted(name, stream));
    var attempt = worker.await(ControlMessage.Assign.class).assignment().attempt();
    worker.say(new WorkerMessage.Started(attempt));
    return new Begun(attempt, token(attempt));
  }

  String token(AttemptKey attempt) {
    worker.say(new WorkerMessage.CredentialWanted(attempt));
    return worker.await(ControlMessage.Credential.class).token();
  }

  HttpResponse<String> get(String token, String path) {
    return control.send(control.stranger(path).header("Authorization", "Bearer " + token));
  }

  HttpResponse<String> post(String token, String path, String body) {
    return ask(token, path, Map.of(), body);
  }

  HttpResponse<String> ask(String token, String path, Map<String, String> headers, String body) {
    var request = control.stranger(path).header("Authorization", "Bearer " + token);
    headers.forEach(request::header);
    return control.send(request.POST(BodyPublishers.ofString(body)));
  }

  void end(AttemptKey attempt) {
    worker.say(
        new WorkerMessage.Ended(
            attempt, AttemptReport.of(Ending.SUCCEEDED).exitCode(Optional.of(0)).build()));
    worker.await(ControlMessage.Confirm.class);
  }

  List<String> denials() {
    control.settle();
    return control
        .json("/api/v1/ledger?kind=AccessDenied&limit=1000")
        .get("items")
        .valueStream()
        .map(line -> line.get("text").stringValue())
        .toList();
  }

  HttpResponse<String> exchange(String token, String scope) {
    return control.send(
        control
            .stranger("/api/v1/token")
            .POST(
                BodyPublishers.ofString(
                    "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token=%s&scope=%s"
                        .formatted(token, URLEncoder.encode(scope, StandardCharsets.UTF_8)))));
  }

  @Override
  public void close() {
    worker.close();
    control.close();
  }
}
