package dev.godmode.testkit.sim;

import dev.godmode.kernel.Command;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.task.Checkout;
import java.util.List;
import java.util.Set;

/** Code that the fleet shares: named, tried on some nodes, promoted, taken back, forgotten. */
final class SimulatedCode {

  private final Timeline time;
  private final SimulatedControl control;

  SimulatedCode(Timeline time, SimulatedControl control) {
    this.time = time;
    this.control = control;
  }

  void act(List<NodeId> nodes) {
    var code = "code-" + time.below(2);
    switch (time.below(6)) {
      case 0 -> send(new Command.NameCode(code, new Checkout("/" + code, "main", commit())));
      case 1, 2 -> {
        if (!nodes.isEmpty()) {
          var some = Set.of(nodes.get(time.below(nodes.size())));
          send(new Command.TryCode(code, commit(), some));
        }
      }
      case 3 -> send(new Command.PromoteCode(code));
      case 4 -> send(new Command.TakeBackCode(code, "a whim"));
      default -> send(new Command.ForgetCode(code));
    }
  }

  private String commit() {
    return String.valueOf(1 + time.below(3)).repeat(40);
  }

  private void send(Command command) {
    control.submit(command, _ -> {});
  }
}
