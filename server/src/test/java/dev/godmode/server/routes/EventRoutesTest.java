package dev.godmode.server.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godmode.server.ServedControl;
import java.io.IOException;
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
  void a_client_that_does_not_read_is_cut_off_and_hurts_nobody() throws IOException {
    var uri = control.api("/api/v1/events?after=0");
    try (var deaf = new Socket()) {
      deaf.setReceiveBufferSize(4_096);
      deaf.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
      deaf.setSoTimeout(30_000);
      deaf.getOutputStream()
          .write(
              "GET /api/v1/events?after=0 HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n\r\n"
                  .formatted(control.token())
                  .getBytes(StandardCharsets.UTF_8));

      flood();

      assertThat(control.get("/api/v1/world").statusCode()).isEqualTo(200);
      assertThat(bytesUntilTheEnd(deaf)).isPositive();
    }
  }

  /** More than the buffers of the sockets and the client's feed hold together. */
  private void flood() {
    var goal = "x".repeat(30_000);
    for (var i = 0; i < 1_500; i++) {
      control.post(
          "/api/v1/tasks", "{\"tasks\":[{\"name\":\"n\",\"goal\":\"%s\"}]}".formatted(goal));
    }
  }

  /** Reads only once the server has given up: until then nothing is taken. */
  private static long bytesUntilTheEnd(Socket deaf) {
    try {
      return deaf.getInputStream().readAllBytes().length;
    } catch (IOException _) {
      return 1;
    }
  }
}
