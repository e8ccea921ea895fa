package dev.godmode.protocol.api;

import dev.godmode.protocol.api.Findings.FindingView;
import dev.godmode.protocol.task.Question;
import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.task.WaitingFor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What waits for a person, and how a person answers. */
public final class Approvals {

  private Approvals() {}

  /**
   * A question that a running program has asked.
   *
   * @param payload what an answer is bound to: {@link Question#payloadHash}
   * @param until then it is answered with no
   * @param findings what the audit finds wrong with what a yes allows
   */
  public record OpenQuestion(
      Question question, String payload, Instant since, Instant until, List<FindingView> findings) {
    public OpenQuestion {
      findings = List.copyOf(findings);
    }
  }

  /**
   * A task that waits for a person.
   *
   * @param text what a person is asked
   * @param asks where its program asks, in the midst of its work
   * @param command with which a person says yes, or answers
   */
  public record ApprovalView(
      TaskId task,
      String name,
      String agentType,
      String stream,
      Optional<String> node,
      WaitingFor what,
      String text,
      Optional<OpenQuestion> asks,
      Instant since,
      String command) {}

  /** Those that wait longest first. */
  public record ApprovalList(List<ApprovalView> items) {
    public ApprovalList {
      items = List.copyOf(items);
    }
  }

  /**
   * POST /api/v1/tasks/{id}/answer.
   *
   * @param question its id, as it was seen
   * @param payload what the answer is bound to, as it was seen
   * @param allow yes or no to a permission
   * @param text words: the answer to any other question, or why not
   */
  public record AnswerRequest(
      String question, String payload, Optional<Boolean> allow, Optional<String> text) {}

  /**
   * POST /api/v1/questions: an attempt's own question to a person.
   *
   * @param options answers that it offers; empty where words of one's own are wanted
   * @param waitSeconds how long an answer is waited for
   */
  public record PersonAsked(
      String text, Optional<List<String>> options, Optional<Integer> waitSeconds) {}

  /**
   * What came of it.
   *
   * @param question its id within the attempt
   * @param answered whether anybody has answered yet
   * @param answer in words; empty until then
   * @param next what to do now
   */
  public record PersonSaid(
      String question, boolean answered, Optional<String> answer, String next) {}
}
