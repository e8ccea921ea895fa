package dev.godmode.server.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.server.ServedControl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventRoutesTest {

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
  void new_facts_come_in_order_with_their_numbers() {
    try (var events = control.follow("/api/v1/events")) {
      control.submit("seen");

      var submitted = events.await("entry");
      var queued = events.await("entry");

      assertThat(submitted.data().get("kind").stringValue()).isEqualTo("TaskSubmitted");
      assertThat(submitted.data().get("text").stringValue()).isEqualTo("submitted “seen”");
      assertThat(queued.data().get("kind").stringValue()).isEqualTo("TaskQueued");
      assertThat(Long.parseLong(queued.id())).isEqualTo(Long.parseLong(submitted.id()) + 1);
    }
  }

  @Test
  void a_client_that_comes_back_misses_nothing_and_gets_nothing_twice() throws Exception {
    var submitting = Thread.ofVirtual().start(this::submitMany);

    try (var events = control.follow("/api/v1/events?after=0")) {
      var ids = LongStream.rangeClosed(1, 101).map(_ -> Long.parseLong(events.await("entry").id()));

      assertThat(ids.toArray()).isEqualTo(LongStream.rangeClosed(1, 101).toArray());
    }
    submitting.join();
  }

  private void submitMany() {
    for (var i = 0; i < 50; i++) {
      control.submit("task " + i);
    }
  }

  @Test
  void the_last_event_id_goes_before_the_parameter() {
    control.submit("a");
    control.submit("b");

    try (var events = control.follow("/api/v1/events?after=0", "Last-Event-ID", "3")) {
      assertThat(events.await("entry").id()).isEqualTo("4");
    }
  }

  @Test
  void a_client_from_another_journal_is_told_to_start_afresh() {
    try (var events = control.follow("/api/v1/events?after=99999")) {
      assertThat(events.await("reset").data().get("reason").stringValue()).contains("too far");
    }
  }

  @Test
  void usage_of_the_nodes_comes_once_a_second() {
    try (var _ = control.enrolled("forge").join();
        var events = control.follow("/api/v1/events")) {
      var nodes = events.await("nodes");

      assertThat(nodes.id()).isEmpty();
      assertThat(nodes.data().get(0).get("name").stringValue()).isEqualTo("forge");
    }
  }

  @Test
  void a_client_that_reads_too_slowly_is_told_to_start_afresh_and_hurts_nobody()
      throws IOException {
    var uri = control.api("/api/v1/events");
    try (var slow = new Socket()) {
      slow.setReceiveBufferSize(4_096);
      slow.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
      slow.setSoTimeout(20_000);
      slow.getOutputStream().write(request().getBytes(StandardCharsets.UTF_8));
      var answer =
          new BufferedReader(new InputStreamReader(slow.getInputStream(), StandardCharsets.UTF_8));
      readUntil(answer, ":ping");

      flood();

      assertThat(control.get("/api/v1/world").statusCode()).isEqualTo(200);
      readUntil(answer, "event:reset");
      readUntil(answer, "0");
    }
  }

  private String request() {
    return "GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n\r\n"
        .formatted(control.token());
  }

  private static void readUntil(BufferedReader answer, String wanted) throws IOException {
    for (var line = answer.readLine(); line != null; line = answer.readLine()) {
      if (line.equals(wanted)) {
        return;
      }
    }
    throw new AssertionError("the stream ended before " + wanted);
  }

  /** More than the buffers of the sockets and the client's feed hold together. */
  private void flood() {
    var goal = "x".repeat(40_000);
    for (var i = 0; i < 600; i++) {
      control.post(
          "/api/v1/tasks", "{\"tasks\":[{\"name\":\"n\",\"goal\":\"%s\"}]}".formatted(goal));
    }
  }
}
