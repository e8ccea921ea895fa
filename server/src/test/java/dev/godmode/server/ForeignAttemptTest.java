package dev.godmode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.json.LogChunks;
import dev.godmode.protocol.json.Patches;
import dev.godmode.protocol.node.Usage;
import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.stream.ControlMessage.Assign;
import dev.godmode.protocol.stream.ControlMessage.Confirm;
import dev.godmode.protocol.stream.ControlMessage.Fence;
import dev.godmode.protocol.stream.ControlMessage.LogConfirm;
import dev.godmode.protocol.stream.ControlMessage.NoCheckout;
import dev.godmode.protocol.stream.ControlMessage.NoCredential;
import dev.godmode.protocol.stream.ControlMessage.NoSecrets;
import dev.godmode.protocol.stream.LogLine;
import dev.godmode.protocol.stream.StepReport;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.AgentWork;
import dev.godmode.protocol.task.AttemptKey;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.Ending;
import dev.godmode.protocol.task.Question;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.Tokens;
import dev.godmode.server.fleet.TestWorker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A node that is in the fleet says all that can be said about an attempt of another node. */
class ForeignAttemptTest {

  private static final byte[] PATCH = "not its own".getBytes(StandardCharsets.UTF_8);

  @TempDir Path home;
  private ServedControl control;
  private TestWorker forge;
  private TestWorker anvil;
  private TaskId task;
  private AttemptKey attempt;

  @BeforeEach
  void an_attempt_runs_on_forge_and_anvil_is_there_too() {
    control = new ServedControl(home);
    forge = control.enrolled("forge").join();
    task = control.submit("mine");
    attempt = forge.await(Assign.class).assignment().attempt();
    forge.say(new WorkerMessage.Started(attempt));
    forge.ping("said");
    anvil = control.enrolled("anvil").join();
  }

  @AfterEach
  void stop() {
    forge.close();
    anvil.close();
    control.close();
  }

  private List<WorkerMessage> forgeries() {
    var line = new LogLine(1, Instant.EPOCH, LogLine.Source.STDOUT, "forged", false);
    var question = new Question("q", Question.Kind.PERMISSION, "may I?", List.of(), "rm -rf /");
    return List.of(
        new WorkerMessage.Heartbeat(Usage.UNKNOWN, List.of(attempt)),
        new WorkerMessage.Started(attempt),
        new WorkerMessage.CredentialWanted(attempt),
        new WorkerMessage.SecretsWanted(attempt),
        new WorkerMessage.Progress(attempt, Optional.of(Duration.ofHours(1))),
        new WorkerMessage.Asked(attempt, question),
        new WorkerMessage.AskedNoMore(attempt, "q", "never mind"),
        new WorkerMessage.CheckoutWanted(attempt),
        new WorkerMessage.Changed(attempt, ContentHash.of(PATCH), Patches.pack(PATCH)),
        new WorkerMessage.Logged(attempt, LogChunks.encode(1, List.of(line))),
        new WorkerMessage.Stepped(
            attempt, new StepReport("s", "Bash", "rm", Duration.ZERO, Optional.empty(), false)),
        new WorkerMessage.Ended(
            attempt, AttemptReport.of(Ending.SUCCEEDED).result("mine").build()));
  }

  @Test
  void every_message_that_names_attempts_is_among_the_forgeries() {
    var naming =
        StreamMatrix.workerMessages().stream()
            .filter(type -> type != WorkerMessage.Hello.class) // a heartbeat that comes first
            .filter(
                type ->
                    Arrays.stream(type.getRecordComponents())
                        .anyMatch(
                            part -> part.getGenericType().getTypeName().contains("AttemptKey")))
            .toList();

    assertThat(forgeries().stream().map(Object::getClass)).containsAll(naming);
  }

  @Test
  void nothing_that_another_node_says_about_an_attempt_changes_it() {
    var before = standing();

    forgeries().forEach(anvil::say);
    anvil.ping("all said");

    assertThat(standing()).isEqualTo(before);
    assertThat(control.get("/api/v1/tasks/%s/log/download".formatted(task)).body()).isEmpty();
    assertThat(control.json("/api/v1/tasks/%s/steps".formatted(task)).get("items")).isEmpty();
    assertThat(home.resolve("changes")).doesNotExist();
    forge.say(new WorkerMessage.Ended(attempt, AttemptReport.of(Ending.UNVERIFIED).build()));
    forge.await(Confirm.class);
    assertThat(control.json("/api/v1/tasks/" + task).at("/task/state").stringValue())
        .isEqualTo("unverified");
  }

  @Test
  void an_end_that_another_node_makes_up_costs_nothing_and_is_a_denial() {
    var forged =
        AttemptReport.of(Ending.SUCCEEDED)
            .agent(
                Optional.of(
                    new AgentWork(
                        Optional.empty(), Tokens.NONE, Optional.of("9000 EUR"), Optional.empty())))
            .build();

    anvil.say(new WorkerMessage.Ended(attempt, forged));
    anvil.await(Confirm.class);

    control.server.settleDenials();
    assertThat(control.ledgerKinds()).contains("AccessDenied").doesNotContain("ReportRefused");
    assertThat(control.json("/api/v1/ledger/totals").get("items")).isEmpty();
  }

  @Test
  void whoever_asks_for_what_is_anothers_is_told_that_it_is_and_gets_nothing() {
    anvil.say(new WorkerMessage.CredentialWanted(attempt));
    assertThat(anvil.await(NoCredential.class).reason()).contains("another node");
    anvil.say(new WorkerMessage.SecretsWanted(attempt));
    assertThat(anvil.await(NoSecrets.class).reason()).contains("another node");
    anvil.say(new WorkerMessage.CheckoutWanted(attempt));
    assertThat(anvil.await(NoCheckout.class).reason()).contains("another node");
  }

  @Test
  void whoever_claims_to_run_anothers_attempt_is_told_to_kill_it() {
    for (var claim : forgeries()) {
      var answer = answer(claim);
      anvil.say(claim);
      if (answer.isPresent()) {
        anvil.await(answer.get());
      }
    }
  }

  /** What has to come back; empty where nothing does. */
  private static Optional<Class<? extends ControlMessage>> answer(WorkerMessage forgery) {
    return switch (forgery) {
      case WorkerMessage.Heartbeat _, WorkerMessage.Started _, WorkerMessage.Asked _ ->
          Optional.of(Fence.class);
      case WorkerMessage.CredentialWanted _ -> Optional.of(NoCredential.class);
      case WorkerMessage.SecretsWanted _ -> Optional.of(NoSecrets.class);
      case WorkerMessage.CheckoutWanted _ -> Optional.of(NoCheckout.class);
      case WorkerMessage.Logged _ -> Optional.of(LogConfirm.class);
      case WorkerMessage.Ended _ -> Optional.of(Confirm.class);
      case WorkerMessage.Hello _,
          WorkerMessage.Equipped _,
          WorkerMessage.Progress _,
          WorkerMessage.AskedNoMore _,
          WorkerMessage.Changed _,
          WorkerMessage.Stepped _,
          WorkerMessage.OfDocuments _,
          WorkerMessage.CodeHeld _,
          WorkerMessage.Leaving _ ->
          Optional.empty();
    };
  }

  /** What is known of the task, but for when something was last put on record about it. */
  private String standing() {
    var detail = control.json("/api/v1/tasks/" + task);
    var attempt = detail.at("/attempts/0");
    return Json.write(((ObjectNode) detail.get("task")).without("updated_at"))
        + attempt.path("started_at")
        + attempt.path("report")
        + attempt.path("exchanges")
        + detail.path("result");
  }
}
