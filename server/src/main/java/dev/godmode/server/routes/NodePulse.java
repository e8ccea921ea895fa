package dev.godmode.server.routes;

import static java.lang.System.Logger.Level.DEBUG;

import dev.godmode.protocol.api.NodeView;
import dev.godmode.server.http.Orders;
import dev.godmode.server.view.NodeViews;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks at the nodes once a second while anybody follows, and tells when something has changed. */
public final class NodePulse implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(NodePulse.class.getName());
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Orders orders;
  private final NodeViews views;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("node-pulse").daemon().factory());
  private final List<Consumer<List<NodeView>>> followers = new CopyOnWriteArrayList<>();
  private List<NodeView> last = List.of();

  public NodePulse(Orders orders, NodeViews views) {
    this.orders = orders;
    this.views = views;
    var _ =
        timer.scheduleAtFixedRate(
            this::beat, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  void follow(Consumer<List<NodeView>> follower) {
    followers.add(follower);
  }

  void leave(Consumer<List<NodeView>> follower) {
    followers.remove(follower);
  }

  private void beat() {
    if (followers.isEmpty()) {
      return;
    }
    try {
      var now = orders.read(views::all).join();
      if (!now.equals(last)) {
        last = now;
        followers.forEach(follower -> follower.accept(now));
      }
    } catch (RuntimeException e) {
      // The edge of the loop: while the engine does not answer there is nothing to tell.
      LOG.log(DEBUG, "no pulse", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
