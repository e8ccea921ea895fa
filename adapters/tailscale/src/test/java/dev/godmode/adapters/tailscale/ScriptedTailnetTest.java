package dev.godmode.adapters.tailscale;

import dev.godmode.control.tailnet.Tailnet;
import dev.godmode.testkit.contract.TailnetContract;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract, on what a real tailscaled once answered. */
class ScriptedTailnetTest extends TailnetContract {

  @TempDir Path folder;
  private ScriptedDaemon daemon;

  @BeforeEach
  void listen() {
    daemon = new ScriptedDaemon(folder.resolve("s"), ScriptedTailnetTest::answer);
  }

  @AfterEach
  void stop() throws IOException {
    daemon.close();
  }

  private static byte[] answer(String asked) {
    return switch (asked) {
      case "GET status" -> ScriptedDaemon.ok(ScriptedDaemon.recorded("status-running.json"));
      case "GET whois?proto=tcp&addr=100.64.0.1%3A40000",
          "GET whois?proto=tcp&addr=100.64.0.2%3A40000" ->
          ScriptedDaemon.ok(ScriptedDaemon.recorded("whois.json"));
      default -> ScriptedDaemon.no(404, "no match for IP:port");
    };
  }

  @Override
  protected Tailnet tailnet() {
    return new LocalTailnet(folder.resolve("s"), Duration.ofSeconds(10));
  }

  @Override
  protected InetAddress member() {
    return InetAddress.ofLiteral("100.64.0.2");
  }

  @Override
  protected String loginOfMember() {
    return "user-2@fake-control.example.net";
  }

  @Override
  protected InetAddress outsider() {
    return InetAddress.ofLiteral("10.214.0.4");
  }
}
