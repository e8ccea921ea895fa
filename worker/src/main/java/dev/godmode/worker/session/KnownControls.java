package dev.godmode.worker.session;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.stream.KnownControl;
import dev.godmode.worker.identity.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import tools.jackson.core.JacksonException;

/**
 * Where control may be: what control itself said last, kept over restarts, and where this node
 * joined. They are tried in turn; the one that was lost is tried last.
 */
final class KnownControls {

  private static final System.Logger LOG = System.getLogger(KnownControls.class.getName());
  private static final String FILE = "controls.json";

  /** The file's shape. */
  private record Book(List<KnownControl> controls) {}

  /**
   * How long this node bears with a control.
   *
   * @param connect for it to answer a connection
   * @param silence before the connection counts as lost, pongs included
   * @param retryMost longest pause between two rounds
   */
  record Patience(Duration connect, Duration silence, Duration pingEvery, Duration retryMost) {

    /** There is nobody else to turn to. */
    static final Patience OF_ONE =
        new Patience(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(3),
            Duration.ofSeconds(1));

    /** A little longer than a takeover takes: who turns away then finds the other in charge. */
    static final Patience OF_SEVERAL =
        new Patience(
            Duration.ofSeconds(1),
            Duration.ofSeconds(4),
            Duration.ofMillis(500),
            Duration.ofMillis(500));
  }

  private final Path file;
  private final List<String> joinedAt;
  private List<KnownControl> said;
  private String lost = "";

  /**
   * What is known in a worker's home.
   *
   * @param joinedAt addresses in the code by which this node joined
   */
  KnownControls(Path home, List<String> joinedAt) {
    this.file = home.resolve(FILE);
    this.joinedAt = List.copyOf(joinedAt);
    this.said = read();
  }

  private List<KnownControl> read() {
    try {
      return Files.exists(file)
          ? Json.read(Book.class, Files.readAllBytes(file)).controls()
          : List.of();
    } catch (IOException | JacksonException e) {
      LOG.log(WARNING, "unreadable, control will say it again file={0}: {1}", file, e.getMessage());
      return List.of();
    }
  }

  /** Control says which controls there are. */
  void said(List<KnownControl> controls) {
    if (controls.equals(said)) {
      return;
    }
    said = List.copyOf(controls);
    LOG.log(INFO, "controls of the fleet: {0}", controls);
    try {
      PrivateFiles.write(file, Json.write(new Book(said)));
    } catch (IOException e) {
      LOG.log(WARNING, "not written, so not known after a restart file=" + file, e);
    }
  }

  private boolean areSeveral() {
    return said.size() > 1;
  }

  Patience patience() {
    return areSeveral() ? Patience.OF_SEVERAL : Patience.OF_ONE;
  }

  /** It served this node there, and does not any more: the others come first. */
  void lost(String address) {
    lost = address;
  }

  /** Addresses in the order in which they are to be tried, each once. */
  List<String> inTurn() {
    var all = new LinkedHashSet<String>();
    said.forEach(control -> all.addAll(control.addresses()));
    all.addAll(joinedAt);
    if (areSeveral()) {
      var last = addressesOfLost();
      all.removeAll(last);
      all.addAll(last);
    }
    return List.copyOf(all);
  }

  private List<String> addressesOfLost() {
    return said.stream()
        .map(KnownControl::addresses)
        .filter(addresses -> addresses.contains(lost))
        .findFirst()
        .orElse(List.of());
  }
}
