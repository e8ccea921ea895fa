package dev.godmode.adapters.models;

import dev.godmode.control.inference.Dialect;
import dev.godmode.control.inference.ModelServer.Ask;
import dev.godmode.control.inference.ModelServer.Outcome;
import dev.godmode.control.inference.Provider;
import dev.godmode.testkit.contract.ModelServerContract;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class HttpModelServerTest extends ModelServerContract {

  private final HttpModelServer server = new HttpModelServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  protected Outcome ask(Ask ask, Duration patience) {
    var provider =
        new Provider(
            "local",
            Provider.address(models.url()),
            Dialect.OPENAI,
            Optional.empty(),
            List.of(),
            patience);
    return server.ask(provider, Optional.empty(), ask, patience);
  }
}
