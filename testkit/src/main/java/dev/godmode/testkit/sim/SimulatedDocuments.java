package dev.godmode.testkit.sim;

import dev.godmode.kernel.Command;
import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.document.Proposal;
import dev.godmode.protocol.task.TaskId;
import java.util.Optional;

/** Documents that change, and changes that are proposed and decided: rightly, wrongly, twice. */
final class SimulatedDocuments {

  private final Timeline time;
  private final SimulatedControl control;
  private int proposed;

  SimulatedDocuments(Timeline time, SimulatedControl control) {
    this.time = time;
    this.control = control;
  }

  void act() {
    switch (time.below(6)) {
      case 0 -> send(new Command.TakeSnapshot("tree-" + time.below(3), 1, "a whim"));
      case 1, 2 -> send(new Command.ProposeChange(proposal(++proposed)));
      case 3 -> {
        var seen = proposal(1 + time.below(Math.max(1, proposed)));
        var id = time.chance(0.8) ? seen.id() : "p" + (1 + time.below(Math.max(1, proposed)));
        send(new Command.AcceptProposal(id, seen.payload(), "ada", "a whim"));
      }
      case 4 -> send(new Command.RejectProposal(any(), "ada", "a whim"));
      default ->
          send(
              new Command.SettleProposal(
                  any(), time.chance(0.7) ? Optional.empty() : Optional.of("it had changed")));
    }
  }

  private String any() {
    return "p" + (1 + time.below(Math.max(1, proposed)));
  }

  /** The same number is the same proposal, so that people can look at it again. */
  private static Proposal proposal(int number) {
    return new Proposal(
        "p" + number,
        "design_docs/a.md",
        Optional.of(ContentHash.of("base")),
        ContentHash.of("content " + number / 2),
        1,
        "attempt:t%d#1/1".formatted(number % 3),
        Optional.of(new TaskId("t" + number % 3)),
        "builder",
        "");
  }

  private void send(Command command) {
    control.submit(command, _ -> {});
  }
}
