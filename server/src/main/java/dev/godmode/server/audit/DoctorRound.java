package dev.godmode.server.audit;

import dev.godmode.audit.Audit;
import dev.godmode.audit.Finding;
import dev.godmode.audit.Rule;
import dev.godmode.audit.Source;
import dev.godmode.audit.host.ListeningSocket;
import dev.godmode.audit.host.SocketInspection;
import dev.godmode.protocol.api.Findings.FindingList;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is wrong with the workspace's files and with what control's machine listens on. It is looked
 * when somebody asks, and not again within half a minute.
 */
public final class DoctorRound {

  static final Duration COUNTS_FOR = Duration.ofSeconds(30);
  static final int SHOWN_MAX = 200;

  /** Control itself judges these lines, and tells of them elsewhere. */
  private static final String ROADMAP = "tasks/roadmap.jsonl";

  /** The sockets of this machine. */
  public interface Sockets {

    List<ListeningSocket> listen() throws IOException;
  }

  private final Path workspace;
  private final Sockets sockets;
  private final InstantSource clock;
  private Optional<FindingList> last = Optional.empty();

  public DoctorRound(Path workspace, Sockets sockets, InstantSource clock) {
    this.workspace = workspace;
    this.sockets = sockets;
    this.clock = clock;
  }

  /**
   * All findings, the worst first.
   *
   * @param own control's ports that are for this machine alone, with what is there
   */
  public synchronized FindingList look(Map<Integer, String> own) {
    var now = clock.instant();
    var fresh = last.filter(found -> now.isBefore(found.at().plus(COUNTS_FOR)));
    var found = fresh.orElseGet(() -> listed(look(now, own), now));
    last = Optional.of(found);
    return found;
  }

  private static FindingList listed(List<Finding> all, Instant now) {
    var shown =
        all.stream()
            .sorted((a, b) -> b.severity().compareTo(a.severity()))
            .limit(SHOWN_MAX)
            .map(FindingViews::of)
            .toList();
    return new FindingList(shown, all.size() - shown.size(), now);
  }

  private List<Finding> look(Instant now, Map<Integer, String> own) {
    var all = new ArrayList<Finding>();
    try {
      all.addAll(new SocketInspection(own).look(sockets.listen()));
      new Audit(() -> now)
          .of(workspace).stream().filter(found -> !found.file().equals(ROADMAP)).forEach(all::add);
    } catch (IOException e) {
      all.add(
          Finding.of(
              Rule.NOT_READABLE,
              Source.of(workspace.toString(), ""),
              0,
              "it cannot be looked through: " + e.getMessage(),
              "bring the workspace back, or choose another: gm down && ./gmup --workspace DIR"));
    }
    return all;
  }
}
