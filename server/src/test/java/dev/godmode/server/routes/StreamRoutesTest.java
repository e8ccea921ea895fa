package dev.godmode.server.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.server.ServedControl;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamRoutesTest {

  @TempDir Path home;
  private ServedControl control;

  @BeforeEach
  void serve() {
    control = new ServedControl(home);
  }

  @AfterEach
  void stop() {
    control.close();
  }

  @Test
  void a_stream_is_set_paused_and_resumed() {
    var _ = control.post("/api/v1/streams/docs", "{\"weight\":3,\"max_running\":2}");
    var _ = control.post("/api/v1/streams/docs/pause", "{\"reason\":\"a freeze\"}");

    var paused = control.json("/api/v1/streams").at("/items/0/policy");
    assertThat(paused.at("/stream").stringValue()).isEqualTo("docs");
    assertThat(paused.at("/weight").intValue()).isEqualTo(3);
    assertThat(paused.at("/max_running").intValue()).isEqualTo(2);
    assertThat(paused.at("/paused").stringValue()).isEqualTo("a freeze");

    var _ = control.post("/api/v1/streams/docs/resume", "{}");
    var _ = control.post("/api/v1/streams/docs", "{\"max_running\":0}");
    var resumed = control.json("/api/v1/streams").at("/items/0/policy");
    assertThat(resumed.has("paused")).isFalse();
    assertThat(resumed.has("max_running")).isFalse();
    assertThat(resumed.at("/weight").intValue()).isEqualTo(3);
  }

  @Test
  void tasks_of_no_stream_have_a_policy_too() {
    var _ = control.post("/api/v1/streams/-/pause", "{}");

    assertThat(control.json("/api/v1/streams").at("/items/0/policy/stream").stringValue())
        .isEmpty();
  }

  @Test
  void a_share_that_makes_no_sense_is_refused_in_words() {
    for (var bad : new String[] {"{\"weight\":0}", "{\"weight\":-3}", "{\"weight\":1001}"}) {
      var refused = control.post("/api/v1/streams/docs", bad);

      assertThat(refused.statusCode()).isEqualTo(422);
      assertThat(refused.body()).contains("the share of stream 'docs' must be 1 to 1000");
    }
    assertThat(control.post("/api/v1/streams/docs", "{}").body()).contains("say what to set");
    assertThat(control.post("/api/v1/streams/docs", "{\"max_running\":-1}").body())
        .contains("to run nothing, pause it");
    assertThat(control.json("/api/v1/streams").at("/items")).isEmpty();
  }
}
