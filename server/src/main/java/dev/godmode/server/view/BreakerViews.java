package dev.godmode.server.view;

import dev.godmode.kernel.Kernel;
import dev.godmode.kernel.breaker.Breaker;
import dev.godmode.kernel.node.Node;
import dev.godmode.protocol.api.BreakerView;
import dev.godmode.protocol.task.AttemptKey;
import java.util.List;

/** Open breakers as people see them. */
public final class BreakerViews {

  private BreakerViews() {}

  /** All that are open, oldest first. */
  public static List<BreakerView> all(Kernel kernel) {
    return kernel.fleet().breakers().open().stream().map(breaker -> of(kernel, breaker)).toList();
  }

  private static BreakerView of(Kernel kernel, Breaker breaker) {
    var node = breaker.route().node().flatMap(kernel::node).map(Node::name).orElse("");
    return new BreakerView(
        breaker.id(),
        breaker.route(),
        breaker.route().words(node),
        breaker.reason(),
        breaker.openedAt(),
        breaker.until(),
        breaker.probes(),
        breaker.probe().map(AttemptKey::task));
  }
}
