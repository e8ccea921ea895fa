package dev.godmode.cli;

import dev.godmode.protocol.json.Json;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A provider and questions to it, in a process of their own that lives as long as this.
 *
 * @param provider where it is
 */
record QuestionDriver(DrivenProgram program, URI provider) implements AutoCloseable {

  /** What is to be asked, see Order in the testkit. */
  record Order(
      URI at,
      Optional<String> token,
      boolean streams,
      int ratePerS,
      int seconds,
      int connections) {}

  /** What came of it, see Round in the testkit. */
  record Round(
      int calls, String trouble, double perS, BenchGateway.Times first, BenchGateway.Times whole) {}

  static QuestionDriver start() throws IOException {
    var program =
        DrivenProgram.start(
            "the questions' driver", "dev.godmode.testkit.questions.Main", List.of());
    return new QuestionDriver(program, URI.create(program.hear()));
  }

  /** Asks as it is ordered, and waits until it is over. */
  Round ask(Order order) {
    var round = Json.read(Round.class, program.ask(Json.write(order)));
    if (!round.trouble().isEmpty()) {
      throw new Trouble("a question was not answered: " + round.trouble());
    }
    return round;
  }

  ProcessHandle handle() {
    return program.handle();
  }

  @Override
  public void close() throws IOException {
    program.close();
  }
}
