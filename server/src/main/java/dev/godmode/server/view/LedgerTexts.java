package dev.godmode.server.view;

import dev.godmode.protocol.event.Event;
import dev.godmode.protocol.event.FleetEvent;
import dev.godmode.protocol.event.NodeEvent;
import dev.godmode.protocol.event.TaskEvent;
import dev.godmode.protocol.event.TaskEvent.AttemptEnded;
import dev.godmode.protocol.inference.ModelUse;
import dev.godmode.protocol.money.Money;
import dev.godmode.protocol.node.DrainPlan;
import dev.godmode.protocol.task.AgentWork;
import dev.godmode.protocol.task.AttemptReport;
import dev.godmode.protocol.task.CheckResult;
import dev.godmode.protocol.task.SecretGrant;
import dev.godmode.protocol.task.StreamPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Each kind of fact as one sentence. */
final class LedgerTexts {

  private LedgerTexts() {}

  /**
   * The sentence of a fact.
   *
   * @param at when it became one
   */
  static String of(Event event, Instant at) {
    return switch (event) {
      case TaskEvent.TaskDelayed e ->
          "to be tried again in %s%s".formatted(wait(at, e.until()), because(e.reason()));
      case TaskEvent e -> of(e);
      case NodeEvent e -> of(e);
      case FleetEvent e -> of(e);
    };
  }

  private static String wait(Instant from, Instant until) {
    var seconds = Math.max(1, Duration.between(from, until).toSeconds());
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
  }

  private static String of(TaskEvent event) {
    return switch (event) {
      case TaskEvent.TaskSubmitted e -> "submitted “%s”".formatted(e.spec().name());
      case TaskEvent.TaskRecorded e ->
          "recorded “%s”, which had ended as %s".formatted(e.spec().name(), word(e.state()));
      case TaskEvent.TaskAmended e -> "changed to “%s”".formatted(e.spec().name());
      case TaskEvent.TaskQueued e -> "queued" + because(e.reason());
      case TaskEvent.TaskDelayed e -> "to be tried again" + because(e.reason());
      case TaskEvent.TaskHeld e -> "held" + because(e.reason());
      case TaskEvent.TaskReleased _ -> "released";
      case TaskEvent.TaskWaiting e -> "waits for a person" + because(e.question());
      case TaskEvent.TaskApproved e -> "approved" + because(e.note());
      case TaskEvent.TaskRevived _ -> "to be tried again from the start";
      case TaskEvent.CancelRequested e -> "cancel asked for" + because(e.reason());
      case TaskEvent.HoldRequested e -> "stop asked for" + because(e.reason());
      case TaskEvent.TaskPinned e ->
          "lives on %s from now on%s".formatted(e.node().orElse("any node"), because(e.reason()));
      case TaskEvent.DeadlinePassed e -> "its deadline %s passed".formatted(e.deadline());
      case TaskEvent.TaskSucceeded _ -> "succeeded, with evidence";
      case TaskEvent.TaskUnverified _ -> "ended, but no check proves it: unverified";
      case TaskEvent.TaskFailed e -> "failed" + because(e.reason());
      case TaskEvent.TaskCancelled e -> "cancelled" + because(e.reason());
      case TaskEvent.AttemptEvent e -> of(e);
    };
  }

  private static String of(TaskEvent.AttemptEvent event) {
    var n = event.attempt().number();
    return switch (event) {
      case TaskEvent.AttemptLeased e ->
          "attempt %d leased, fence %d%s".formatted(n, e.attempt().fence(), because(e.why()));
      case TaskEvent.AttemptStarted _ -> "attempt %d started".formatted(n);
      case TaskEvent.AttemptRecalled e -> "attempt %d recalled%s".formatted(n, because(e.reason()));
      case TaskEvent.CredentialRevoked e ->
          "credential of attempt %d revoked%s".formatted(n, because(e.reason()));
      case TaskEvent.SecretsGiven e -> "attempt %d was given %s".formatted(n, secrets(e.secrets()));
      case TaskEvent.AttemptBased e ->
          "attempt %d begins from %s of %s"
              .formatted(n, e.checkout().words(), e.checkout().repository());
      case TaskEvent.AttemptAsked e ->
          "attempt %d asks%s".formatted(n, because(e.question().text()));
      case TaskEvent.AttemptAnswered e -> "attempt %d was answered %s".formatted(n, answered(e));
      case TaskEvent.QuestionDropped e ->
          "attempt %d needs no answer any more%s".formatted(n, because(e.why()));
      case TaskEvent.AttemptStuck e ->
          "attempt %d seems stuck: no sign of progress for %s".formatted(n, seconds(e.idle()));
      case TaskEvent.AttemptMoving _ -> "attempt %d gives signs of progress again".formatted(n);
      case TaskEvent.AttemptMissing e ->
          "attempt %d is missing with its node; it waits, and asks at %s".formatted(n, e.until());
      case TaskEvent.AttemptRejoined _ ->
          "its node is back with attempt %d, which goes on".formatted(n);
      case AttemptEnded e -> "attempt %d ended: %s".formatted(n, of(e.report()));
      case TaskEvent.AttemptExcused e ->
          "attempt %d does not count against its task: breaker %s".formatted(n, e.breaker());
      case TaskEvent.ReportRefused e ->
          "late report of attempt %d (%s) refused%s"
              .formatted(n, word(e.report().ending()), because(e.why()));
    };
  }

  private static String answered(TaskEvent.AttemptAnswered event) {
    return "%s%s, payload %.12s"
        .formatted(
            event.answer().words(),
            event.by().isEmpty() ? "" : " by " + event.by(),
            event.payload());
  }

  private static String of(AttemptReport report) {
    var passed = report.checks().stream().filter(CheckResult::passed).count();
    var checks =
        report.checks().isEmpty()
            ? ""
            : ", %d of %d checks passed".formatted(passed, report.checks().size());
    return word(report.ending())
        + checks
        + report.agent().map(LedgerTexts::of).orElse("")
        + report.change().map(change -> ", changed " + change.words()).orElse("")
        + because(report.reason());
  }

  private static String of(AgentWork work) {
    var cost = work.cost().map(money -> ", " + money).orElse("");
    return work.tokens().all() == 0 ? cost : ", %,d tokens%s".formatted(work.tokens().all(), cost);
  }

  private static String of(NodeEvent event) {
    return switch (event) {
      case NodeEvent.NodeEnrolled e -> "%s got its identity".formatted(e.name());
      case NodeEvent.NodeReported e ->
          "reports %d slots, %d cores, %s %s"
              .formatted(
                  e.slots(), e.inventory().cores(), e.inventory().os(), e.inventory().arch());
      case NodeEvent.NodeSuspected e -> "suspect, silent for " + seconds(e.silent());
      case NodeEvent.NodeReady _ -> "ready";
      case NodeEvent.NodeLost e ->
          "lost, silent for %s; its work moves or waits".formatted(seconds(e.silent()));
      case NodeEvent.NodeCordoned e -> "cordoned" + because(e.reason());
      case NodeEvent.NodeUncordoned _ -> "uncordoned";
      case NodeEvent.NodeDraining e ->
          "drains until %s%s"
              .formatted(
                  e.deadline().truncatedTo(ChronoUnit.SECONDS),
                  e.plan().filter(DrainPlan::handOver).isPresent() ? ", handing over" : "");
      case NodeEvent.NodeCloned e -> "needs you" + because(e.why());
      case NodeEvent.NodeAllowed e ->
          e.agents()
              .map(
                  agents ->
                      agents.isEmpty()
                          ? "may run no agent"
                          : "may run only " + String.join(", ", new TreeSet<>(agents)))
              .orElse("may run any agent");
      case NodeEvent.NodeClaimRefused e -> "is not believed: it " + e.claim();
      case NodeEvent.NodeRemoved e -> "removed" + because(e.reason());
    };
  }

  private static String of(FleetEvent event) {
    return switch (event) {
      case FleetEvent.ControlStarted e -> "control %s started".formatted(e.version());
      case FleetEvent.StandbyAdmitted e ->
          "control %s got the fleet's authority, and may stand by".formatted(e.name());
      case FleetEvent.FleetStopped e -> "STOP" + because(e.reason());
      case FleetEvent.FleetResumed _ -> "resumed";
      case FleetEvent.LossesFrozen e ->
          "%d of %d nodes fell silent at once: control suspects its own network, nothing moves"
              .formatted(e.silent(), e.of());
      case FleetEvent.LossesThawed e -> "silence is believed again" + because(e.reason());
      case FleetEvent.AutopilotSwitched e -> e.on() ? "autopilot on" : "autopilot off";
      case FleetEvent.AgentDeclared e -> "agent %s declared".formatted(e.profile().type());
      case FleetEvent.AgentScaled e ->
          "agent %s scaled from %d to %d%s"
              .formatted(e.agentType(), e.from(), e.to(), because(e.reason()));
      case FleetEvent.StreamSet(var policy) -> stream(policy);
      case FleetEvent.AgentWithdrawn e -> "agent %s withdrawn".formatted(e.agentType());
      case FleetEvent.JoinCodeIssued e -> "join code issued, good until " + e.expires();
      case FleetEvent.JoinCodeUsed _ -> "join code used";
      case FleetEvent.PersonSet e -> "%s is %s now".formatted(e.name(), e.role().word());
      case FleetEvent.PersonLoggedIn e ->
          "%s logged in as %s, %s vouches: %s"
              .formatted(e.name(), e.role().word(), e.witness(), e.line());
      case FleetEvent.FencesRaised e ->
          "node %s holds an attempt under fence %d, and this ledger gave none above %d: was the database restored from an older backup? Fences go on after it"
              .formatted(e.node(), e.to(), e.from());
      case FleetEvent.PersonRemoved e -> e.name() + " was removed";
      case FleetEvent.PolicyApplied e ->
          "policy %.12s of %s is in force".formatted(e.hash(), e.source());
      case FleetEvent.AccessDenied e ->
          "%s was refused %s%s%s".formatted(e.who(), e.what(), times(e.times()), because(e.why()));
      case FleetEvent.SecretSet e -> "secret %s was set, in %s".formatted(e.secret(), e.source());
      case FleetEvent.CallsBrokered e ->
          "%s called %s through broker %s with secret %s%s"
              .formatted(e.who(), e.target(), e.broker(), e.secret(), times(e.times()));
      case FleetEvent.ModelsCalled(var use) -> of(use);
      case FleetEvent.ChangeMerged e ->
          "what attempt %d changed is on %s now, as %.10s, payload %.12s; by %s"
              .formatted(e.attempt(), e.base().branch(), e.commit(), e.hash(), e.by());
      case FleetEvent.MergeHeld e ->
          "%s left what attempt %d changed to a person, payload %.12s%s"
              .formatted(e.rule(), e.attempt(), e.hash(), because(e.why()));
      case FleetEvent.MemoryPromoted e ->
          "memory %s promoted from %s to %s".formatted(e.memory(), e.from(), e.to());
      case FleetEvent.MemoriesForgotten(var memories) ->
          "%s forgotten: %s"
              .formatted(
                  memories.size() == 1 ? "1 memory" : memories.size() + " memories",
                  String.join(", ", memories));
      case FleetEvent.MessageSent e ->
          "message %s (%s) sent to %s".formatted(e.message(), e.kind(), e.to());
      case FleetEvent.MoneyEntered e -> money(e);
      case FleetEvent.CodeEvent e -> of(e);
      case FleetEvent.BreakerEvent e -> of(e);
      case FleetEvent.DocumentEvent e -> of(e);
      case FleetEvent.RoadmapImported e ->
          "roadmap imported from %s: %d taken, %d set aside"
              .formatted(e.source(), e.imported(), e.quarantined());
      case FleetEvent.RoadmapConflicted e ->
          "roadmap line %s needs a person%s".formatted(e.key(), because(e.reason()));
    };
  }

  private static String of(ModelUse use) {
    return "%s asked %s of %s%s: %d tokens in, %d out%s%s"
        .formatted(
            use.who(),
            use.model(),
            use.provider(),
            times(use.calls()),
            use.inputTokens(),
            use.outputTokens(),
            use.cost().signum() == 0
                ? ""
                : ", %s %s".formatted(use.cost().toPlainString(), use.currency()),
            use.failed() == 0 ? "" : "; %d failed".formatted(use.failed()));
  }

  private static String of(FleetEvent.CodeEvent event) {
    return switch (event) {
      case FleetEvent.CodeNamed e ->
          "code %s is %s of %s for all nodes"
              .formatted(e.code(), e.at().words(), e.at().repository());
      case FleetEvent.CodeTried e ->
          "code %s at %.10s is tried on %d of the nodes"
              .formatted(e.code(), e.commit(), e.nodes().size());
      case FleetEvent.CodePromoted e ->
          "code %s at %.10s is for all nodes".formatted(e.code(), e.commit());
      case FleetEvent.CodeTakenBack e ->
          "code %s at %.10s was taken back%s".formatted(e.code(), e.commit(), because(e.reason()));
      case FleetEvent.CodeForgotten e -> "code %s is not shared any more".formatted(e.code());
      case FleetEvent.CodeRefused e ->
          "%s does not take code %s%s".formatted(e.node(), e.code(), because(e.why()));
    };
  }

  private static String of(FleetEvent.BreakerEvent event) {
    var id = event.breaker();
    return switch (event) {
      case FleetEvent.BreakerOpened e ->
          "breaker %s opened for %s: %d tasks failed alike%s"
              .formatted(
                  id,
                  e.about().orElseGet(() -> e.route().words("its node")),
                  e.attempts().size(),
                  because(e.reason()));
      case FleetEvent.BreakerStaysOpen e ->
          "breaker %s stays open until %s: attempt %d of %s failed as those before"
              .formatted(
                  id,
                  e.until().truncatedTo(ChronoUnit.SECONDS),
                  e.tried().number(),
                  e.tried().task());
      case FleetEvent.BreakerClosed e -> "breaker %s closed%s".formatted(id, because(e.why()));
    };
  }

  private static String of(FleetEvent.DocumentEvent event) {
    return switch (event) {
      case FleetEvent.SnapshotTaken e ->
          "snapshot %s of %d documents, by %s"
              .formatted(e.mark().words(), e.documents(), e.author());
      case FleetEvent.DocumentsDistrusted e ->
          "documents on %s are not as they should be: %s".formatted(e.where(), e.what());
      case FleetEvent.ProposalEvent e -> of(e);
    };
  }

  private static String of(FleetEvent.ProposalEvent event) {
    var id = event.proposal();
    return switch (event) {
      case FleetEvent.ProposalMade(var made) ->
          "proposal %s: %s wants to change %s%s"
              .formatted(id, made.author(), made.path(), because(made.why()));
      case FleetEvent.ProposalAccepted e ->
          "proposal %s accepted by %s, payload %.12s%s"
              .formatted(id, e.by(), e.payload(), because(e.note()));
      case FleetEvent.ProposalRejected e ->
          "proposal %s rejected by %s%s".formatted(id, e.by(), because(e.reason()));
      case FleetEvent.ProposalLapsed _ -> "proposal %s lapsed: nobody decided".formatted(id);
      case FleetEvent.ProposalApplied _ -> "proposal %s applied".formatted(id);
      case FleetEvent.ProposalConflicted e ->
          "proposal %s accepted, and not applied%s".formatted(id, because(e.why()));
    };
  }

  private static String money(FleetEvent.MoneyEntered e) {
    return "%s %s%s%s%s"
        .formatted(
            e.amount().amount().signum() < 0 ? "paid" : "received",
            new Money(e.amount().amount().abs(), e.amount().currency()),
            e.source().isBlank() ? "" : ", " + e.source(),
            e.stream().isBlank() ? "" : ", stream " + e.stream(),
            because(e.note()));
  }

  private static String stream(StreamPolicy policy) {
    return "stream %s: share %d%s%s"
        .formatted(
            policy.stream().isEmpty() ? "-" : policy.stream(),
            policy.weight(),
            policy.maxRunning().map(most -> ", at most %d running".formatted(most)).orElse(""),
            policy.paused().map(why -> ", paused" + because(why)).orElse(""));
  }

  private static String secrets(List<SecretGrant> grants) {
    return grants.stream()
        .map(grant -> "secret %s by %s".formatted(grant.secret(), grant.why()))
        .collect(Collectors.joining(", "));
  }

  private static String times(int times) {
    return times == 1 ? "" : " (%d times)".formatted(times);
  }

  private static String because(String reason) {
    return reason.isBlank() ? "" : ": " + reason;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String seconds(Duration duration) {
    return duration.toSeconds() + " s";
  }
}
