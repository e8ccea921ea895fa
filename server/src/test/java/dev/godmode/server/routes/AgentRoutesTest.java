package dev.godmode.server.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.kernel.Command.DeclareAgents;
import dev.godmode.protocol.task.AgentProfile;
import dev.godmode.protocol.task.AgentProfileBuilder;
import dev.godmode.protocol.task.Lifecycle;
import dev.godmode.protocol.task.ScalingRule;
import dev.godmode.server.ServedControl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentRoutesTest {

  private static final String LIVE = "/api/v1/agents/live";

  @TempDir Path home;
  private ServedControl control;

  @BeforeEach
  void serve() {
    control = new ServedControl(home);
    var rule = new ScalingRule(0, 20, Optional.of(2), Optional.empty(), Duration.ofSeconds(30));
    control.order(
        new DeclareAgents(
            List.of(
                profile("scribe", Lifecycle.Persistent.DEFAULT),
                profile("burst", new Lifecycle.Burst(Optional.of(rule))))));
  }

  @AfterEach
  void stop() {
    control.close();
  }

  @Test
  void an_agent_is_started_shown_stopped_and_started_again() {
    var _ = control.post(LIVE, "{\"type\":\"scribe\",\"name\":\"anna\"}");
    assertThat(control.json(LIVE + "/anna").at("/state").stringValue()).isEqualTo("queued");
    assertThat(control.json(LIVE + "/anna").at("/reason").stringValue()).contains("no node");

    var _ = control.post(LIVE + "/anna/stop", "{\"reason\":\"for the night\"}");
    assertThat(control.json(LIVE).at("/items/0/state").stringValue()).isEqualTo("pending");
    assertThat(control.json(LIVE).at("/items/0/reason").stringValue())
        .isEqualTo("stopped: for the night");

    var _ = control.post(LIVE, "{\"type\":\"scribe\",\"name\":\"anna\"}");
    assertThat(control.json("/api/v1/world").at("/persistent/0/state").stringValue())
        .isEqualTo("queued");
  }

  @Test
  void what_cannot_be_done_is_said_with_what_was_meant() {
    var _ = control.post(LIVE, "{\"type\":\"scribe\"}");

    assertThat(control.post(LIVE, "{\"type\":\"scrbe\"}").body()).contains("did you mean 'scribe'");
    assertThat(control.post(LIVE, "{\"type\":\"burst\"}").body()).contains("lifecycle: persistent");
    assertThat(control.post(LIVE, "{\"type\":\"scribe\",\"name\":\"a/b\"}").body())
        .contains("an agent's name has letters");
    assertThat(control.post(LIVE + "/scrib/stop", "{}").body()).contains("did you mean 'scribe'");
    assertThat(control.post(LIVE + "/scribe/move", "{\"node\":\"nowhere\"}").body())
        .contains("there is no node 'nowhere'");
    assertThat(control.json(LIVE).at("/items")).hasSize(1);
  }

  @Test
  void what_would_be_decided_is_told_without_doing_it() {
    var said = control.json("/api/v1/scaling/burst?queue=40&wait=90s");

    assertThat(said.at("/desired").intValue()).isZero();
    assertThat(said.at("/next").intValue()).isEqualTo(20);
    assertThat(said.at("/why").stringValue()).contains("40 queued, 2 behind each");
    assertThat(control.json("/api/v1/scaling").at("/items/0/next").intValue()).isZero();
    assertThat(control.get("/api/v1/scaling/burst?wait=soon").body()).contains("wait");
    assertThat(control.get("/api/v1/scaling/brust").body()).contains("did you mean 'burst'");
  }

  private static AgentProfile profile(String type, Lifecycle lifecycle) {
    var shell = AgentProfile.shell(type);
    return AgentProfileBuilder.from(shell)
        .type(type)
        .description("")
        .command(List.of("true"))
        .guardrails("")
        .lifecycle(lifecycle)
        .container(Optional.empty())
        .build();
  }
}
