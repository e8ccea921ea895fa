package dev.godmode.server.replica;

import dev.godmode.control.engine.TimeOrderedIds;
import dev.godmode.control.memory.Embedder;
import dev.godmode.testkit.WordEmbedder;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A replica of the gateway within the test's own process, at a port that was free. */
public final class RunningReplica implements AutoCloseable {

  private final Replica replica;

  /**
   * A replica that knows what control has to tell.
   *
   * @param code as control has made it
   */
  public RunningReplica(String code, Path home) {
    var settings =
        ReplicaSettings.of(
            Map.of(
                "GODMODE_GATEWAY_CODE",
                code,
                "GODMODE_GATEWAY_PORT",
                "0",
                "GODMODE_HOME",
                home.toString()));
    var clock = InstantSource.system();
    var ids = new TimeOrderedIds(clock, new Random(7));
    replica =
        Replica.start(
            settings,
            new Replica.Origin(ids.next(), "forge", "1.2.3", clock.instant()),
            () -> new Embedder.Source.Ready(new WordEmbedder()),
            new ReplicaModels.Sources(clock, System::nanoTime, ids::next));
  }

  public URI url(String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(replica.port(), path));
  }

  /** Why control cannot be told anything. */
  public Optional<String> trouble() {
    return replica.trouble();
  }

  @Override
  public void close() {
    replica.close();
  }
}
