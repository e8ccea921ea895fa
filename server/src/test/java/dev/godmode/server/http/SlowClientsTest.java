package dev.godmode.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SlowClientsTest {

  @Test
  void a_write_to_a_client_that_never_reads_is_ended() throws Exception {
    try (var slow = new SlowClients(Duration.ofMillis(20));
        var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var client = new Socket(listening.getInetAddress(), listening.getLocalPort());
        var served = listening.accept()) {
      var overrun = new AtomicBoolean();
      var writer = Thread.ofVirtual().start(() -> writeForEver(slow, served, overrun));

      overrun.set(true);

      assertThat(writer.join(Duration.ofSeconds(10))).isTrue();
      assertThat(client.isConnected()).isTrue();
    }
  }

  private static void writeForEver(SlowClients slow, Socket served, AtomicBoolean overrun) {
    try (var _ = slow.watch(overrun::get)) {
      while (true) {
        served.getOutputStream().write(new byte[64 << 10]);
      }
    } catch (IOException _) {
      // That is what is wanted: the connection is closed under the write.
    }
  }

  @Test
  void a_client_that_reads_is_left_alone() throws Exception {
    try (var slow = new SlowClients(Duration.ofMillis(5))) {
      var wasInterrupted = new AtomicBoolean();
      var writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    var feed = new Feed<String>(1);
                    try (var _ = slow.watch(feed::isOverrun)) {
                      feed.take(Duration.ofMillis(100));
                    } catch (Feed.StreamOver _) {
                      wasInterrupted.set(true);
                    }
                  });

      writer.join();

      assertThat(wasInterrupted).isFalse();
    }
  }

  @Test
  void all_streams_end_with_the_server() throws Exception {
    var slow = new SlowClients(Duration.ofHours(1));
    var watching = new CountDownLatch(1);
    var writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  var feed = new Feed<String>(1);
                  try (var _ = slow.watch(feed::isOverrun)) {
                    watching.countDown();
                    feed.take(Duration.ofHours(1));
                  } catch (Feed.StreamOver _) {
                    Thread.interrupted();
                  }
                });
    watching.await();

    slow.close();

    assertThat(writer.join(Duration.ofSeconds(10))).isTrue();
  }
}
