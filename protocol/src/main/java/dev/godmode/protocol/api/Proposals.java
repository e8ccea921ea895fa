package dev.godmode.protocol.api;

import dev.godmode.protocol.api.Findings.FindingView;
import dev.godmode.protocol.document.Proposal;
import dev.godmode.protocol.document.ProposalState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Proposed changes of documents as people and programs see them. */
public final class Proposals {

  private Proposals() {}

  /**
   * POST /api/v1/proposals. Who proposes it is taken from the credential.
   *
   * @param base SHA-256 of the document as it was when it was read; absent for a new one
   * @param content all of the document as it should be; or
   * @param diff a unified diff from the base
   */
  public record ProposalRequest(
      String path,
      Optional<String> base,
      Optional<String> content,
      Optional<String> diff,
      Optional<String> why) {}

  /**
   * A proposal, without what it changes.
   *
   * @param payload what an acceptance is bound to
   * @param by who decided; empty while nobody has
   * @param note why
   */
  public record ProposalView(
      Proposal proposal,
      String payload,
      ProposalState state,
      Instant madeAt,
      Instant since,
      String by,
      String note) {}

  public record ProposalList(List<ProposalView> items) {}

  /**
   * A proposal with what it changes.
   *
   * @param diff unified, from the base; what is no text is said to differ
   * @param conflict why it could not be applied now; empty when it could
   * @param findings what the audit finds wrong with what it brings in
   */
  public record ProposalDetail(
      ProposalView proposal, String diff, Optional<String> conflict, List<FindingView> findings) {
    public ProposalDetail {
      findings = List.copyOf(findings);
    }
  }

  /**
   * A yes.
   *
   * @param payload of the proposal as it was shown
   */
  public record Acceptance(String payload, Optional<String> note) {}
}
