package dev.godmode.server.audit;

import dev.godmode.audit.Audit;
import dev.godmode.audit.Finding;
import dev.godmode.protocol.api.Findings.FindingView;
import java.time.Instant;
import java.util.List;

/** Findings as the API shows them. */
public final class FindingViews {

  /** Of what is looked at for an approval: enough to say no. */
  static final int SHOWN_MAX = 50;

  /** What is asked leave for holds no times to be judged by. */
  private static final Audit OF_REQUESTS = new Audit(() -> Instant.EPOCH);

  private FindingViews() {}

  public static FindingView of(Finding found) {
    return new FindingView(
        found.rule().id(),
        found.severity().word(),
        found.file(),
        found.line(),
        found.why(),
        found.mend());
  }

  public static List<FindingView> of(List<Finding> found) {
    return found.stream().limit(SHOWN_MAX).map(FindingViews::of).toList();
  }

  /** Of what a program asks leave for in the midst of its work. */
  public static List<FindingView> ofRequest(String payload) {
    return payload.isEmpty() ? List.of() : of(OF_REQUESTS.ofRequest(payload));
  }
}
