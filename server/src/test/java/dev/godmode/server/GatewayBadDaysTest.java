package dev.godmode.server;

import static dev.godmode.server.ScriptedGateway.body;
import static dev.godmode.server.ScriptedGateway.code;
import static dev.godmode.server.ScriptedGateway.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.testkit.model.ScriptedModels;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything that can be wrong with providers, questions and clients. */
class GatewayBadDaysTest {

  @TempDir Path home;
  private ScriptedGateway gateway;

  @BeforeEach
  void serve() {
    gateway = new ScriptedGateway(home);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void what_never_reached_a_provider_is_asked_of_another() throws IOException {
    gateway.add("dead", ScriptedGateway.freeAddress(), ",\"models\":[\"small\"]");
    gateway.control.models.providers().probe();

    for (var i = 0; i < 5; i++) {
      assertThat(gateway.chat("small", "say x").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void when_all_are_down_it_says_when_to_come_again() throws IOException {
    gateway.add("dead", ScriptedGateway.freeAddress(), ",\"models\":[\"lost\"]");

    var reply = gateway.chat("lost", "say x");

    assertThat(reply.statusCode()).isEqualTo(503);
    assertThat(words(reply)).contains("dead", "nothing listens");
    assertThat(Long.parseLong(reply.headers().firstValue("Retry-After").orElseThrow()))
        .isPositive();
  }

  @Test
  void a_busy_provider_is_left_alone_and_another_is_asked() {
    try (var other = new ScriptedModels(0, List.of("busy-one"))) {
      gateway.add("other", other.url(), "");

      var reply = gateway.chat("busy-one", "busy");
      var after = gateway.chat("busy-one", "say x");

      assertThat(reply.statusCode()).isEqualTo(429);
      assertThat(reply.headers().firstValue("Retry-After")).contains("8");
      assertThat(reply.headers().firstValue("x-should-retry")).contains("true");
      assertThat(after.statusCode()).isEqualTo(503);
      assertThat(other.unheard()).isEqualTo(1);
    }
  }

  @Test
  void what_may_have_been_billed_is_not_asked_again() {
    try (var other = new ScriptedModels(0, List.of("small"))) {
      gateway.add("other", other.url(), "");

      var reply = gateway.chat("small", "fail");

      assertThat(reply.statusCode()).isEqualTo(502);
      assertThat(words(reply)).contains("status 500", "out of memory");
      assertThat(reply.headers().firstValue("x-should-retry")).contains("false");
      assertThat(gateway.provider.unheard() + other.unheard()).isEqualTo(1);
    }
  }

  @Test
  void a_providers_no_is_passed_on_in_its_words() {
    var reply = gateway.chat("small", "refuse");

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(words(reply)).contains("provider 'local'", "too long a prompt");
  }

  @ParameterizedTest
  @CsvSource({
    "break one two three four, broke off",
    "stop one two three four, ended before it was finished",
    "garble, not JSON",
    "flood, more than 4 MiB"
  })
  void a_stream_that_goes_wrong_says_so_and_is_never_cut_in_silence(String order, String why) {
    var reply = gateway.stream(order);

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body())
        .contains("\"error\"", "provider 'local'", why)
        .doesNotContain("[DONE]");
    assertThat(gateway.entries())
        .singleElement()
        .satisfies(entry -> assertThat(entry.get("text").stringValue()).contains("1 failed"));
  }

  @Test
  void a_whole_answer_that_is_not_json_is_told_as_one() {
    var reply = gateway.chat("small", "garble");

    assertThat(reply.statusCode()).isEqualTo(502);
    assertThat(words(reply)).contains("not JSON");
  }

  @Test
  void ten_megabytes_come_through_whole() {
    var reply = gateway.chat("small", "flood");

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body().length()).isGreaterThan(10 << 20);
  }

  @Test
  void a_provider_that_never_answers_is_given_up() {
    gateway.add("local", gateway.provider.url(), ",\"patience\":\"PT0.3S\"");

    var reply = gateway.chat("small", "hang");

    assertThat(reply.statusCode()).isEqualTo(504);
    assertThat(code(reply)).isEqualTo("provider_timeout");
    assertThat(reply.headers().firstValue("x-should-retry")).contains("false");
  }

  @Test
  void a_count_that_cannot_be_believed_is_estimated() {
    gateway.chat("small", "lie one two");

    assertThat(gateway.entries())
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.get("text").stringValue())
                    .containsPattern("[1-9]\\d* tokens in, [1-9]\\d* out"));
  }

  @Test
  void when_the_client_goes_the_provider_is_stopped() throws IOException {
    var reply =
        gateway.control.send(
            gateway
                .control
                .request("/v1/chat/completions")
                .POST(BodyPublishers.ofString(body("small", "drip", true))),
            BodyHandlers.ofInputStream());
    assertThat(reply.body().read()).isNotNegative();

    reply.body().close();

    while (gateway.provider.gone() == 0) {
      Thread.onSpinWait();
    }
    while (gateway.control.models.providers().all().getFirst().outstanding() > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void a_file_that_becomes_wrong_changes_nothing_and_says_why() throws IOException {
    Files.writeString(home.resolve("models.json"), "{\"provider\": []}");
    gateway.control.models.file().runOnce();

    assertThat(gateway.chat("small", "say x").statusCode()).isEqualTo(200);
    assertThat(gateway.control.json("/api/v1/models").get("problem").stringValue())
        .contains("provider");
  }
}
