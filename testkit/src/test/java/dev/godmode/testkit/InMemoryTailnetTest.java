package dev.godmode.testkit;

import dev.godmode.control.tailnet.Standing.Machine;
import dev.godmode.control.tailnet.Standing.Path;
import dev.godmode.control.tailnet.Tailnet;
import dev.godmode.testkit.contract.TailnetContract;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

class InMemoryTailnetTest extends TailnetContract {

  private final InMemoryTailnet tailnet = tailnetOfTwo();

  private InMemoryTailnet tailnetOfTwo() {
    var two = new InMemoryTailnet("forge", "100.64.0.1");
    two.add(
        new Machine("atlas", List.of(member()), Optional.empty()),
        loginOfMember(),
        new Path.Idle());
    return two;
  }

  @Override
  protected Tailnet tailnet() {
    return tailnet;
  }

  @Override
  protected InetAddress member() {
    return InetAddress.ofLiteral("100.64.0.2");
  }

  @Override
  protected String loginOfMember() {
    return "ada@example.com";
  }

  @Override
  protected InetAddress outsider() {
    return InetAddress.ofLiteral("10.0.0.1");
  }
}
