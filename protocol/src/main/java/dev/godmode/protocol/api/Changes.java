package dev.godmode.protocol.api;

import dev.godmode.protocol.api.Findings.FindingView;
import dev.godmode.protocol.task.Change;
import dev.godmode.protocol.task.TaskId;
import java.util.List;
import java.util.Optional;

/** What attempts changed in repositories, and merging it. */
public final class Changes {

  private Changes() {}

  /**
   * GET /api/v1/tasks/{id}/diff.
   *
   * @param patch as git writes it; empty when it is not kept, or there is none
   * @param drift where the branch is by now, when it has moved on
   * @param obstacle why it cannot be merged; empty when it can
   * @param merged the commit that it became
   * @param findings what the audit finds wrong with what it brings in
   */
  public record ChangeDetail(
      TaskId task,
      int attempt,
      Change change,
      String patch,
      Optional<String> drift,
      Optional<String> obstacle,
      Optional<String> merged,
      List<FindingView> findings) {
    public ChangeDetail {
      findings = List.copyOf(findings);
    }
  }

  /**
   * POST /api/v1/tasks/{id}/merge.
   *
   * @param hash of the patch as it was shown: a yes is for exactly that
   * @param unproven whether it is merged though no check proves it
   */
  public record MergeRequest(String hash, Optional<Integer> attempt, Optional<Boolean> unproven) {}
}
