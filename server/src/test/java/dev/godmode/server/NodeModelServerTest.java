package dev.godmode.server;

import dev.godmode.control.inference.ModelServer;
import dev.godmode.control.inference.ModelServer.Ask;
import dev.godmode.control.inference.ModelServer.NotSent;
import dev.godmode.control.inference.ModelServer.Outcome;
import dev.godmode.testkit.contract.ModelServerContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The way over a line that a node opens, both its ends. */
class NodeModelServerTest extends ModelServerContract {

  private static final ModelServer NONE = (_, _, _, _) -> new NotSent("there are no others");

  @TempDir Path home;
  private ServedControl control;
  private OfferingNode node;

  @BeforeEach
  void offer() {
    control = new ServedControl(home.resolve("control"));
    node = OfferingNode.join(control, home.resolve("worker"), models);
  }

  @AfterEach
  void stop() {
    node.close();
    control.close();
  }

  @Override
  protected Outcome ask(Ask ask, Duration patience) {
    var provider = control.models.providers().all().getFirst().provider();
    return control.models.services().beside(NONE).ask(provider, Optional.empty(), ask, patience);
  }
}
