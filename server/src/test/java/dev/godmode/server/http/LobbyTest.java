package dev.godmode.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LobbyTest {

  private static final Duration HEAD = Duration.ofSeconds(10);
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final Duration PART = Duration.ofSeconds(5);
  private static final int SEATS = 4;
  private static final int CROWD = 2;

  private final AtomicLong nanos = new AtomicLong(-5);
  private final List<SocketChannel> opened = new ArrayList<>();
  private final Lobby lobby =
      new Lobby(
          new Manners(HEAD, IDLE, PART, Duration.ofSeconds(1), SEATS, 100, CROWD), nanos::get);
  private ServerSocketChannel door;

  @BeforeEach
  void open() throws IOException {
    door = ServerSocketChannel.open();
    door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void close() throws IOException {
    for (var channel : opened) {
      channel.close();
    }
    door.close();
  }

  /** This end of a new connection. */
  private SocketChannel arrives() {
    try {
      opened.add(SocketChannel.open(door.getLocalAddress()));
      opened.add(door.accept());
      lobby.arrived(opened.getLast());
      return opened.getLast();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SocketAddress who(SocketChannel channel) {
    try {
      return channel.getRemoteAddress();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void after(Duration time) {
    nanos.addAndGet(time.toNanos());
    lobby.look();
  }

  @Test
  void a_first_head_has_its_time_and_no_more() {
    var late = arrives();

    after(HEAD);
    assertThat(late.isOpen()).isTrue();
    after(Duration.ofNanos(1));

    assertThat(late.isOpen()).isFalse();
  }

  @Test
  void whoever_is_being_served_owes_nothing() {
    var served = arrives();
    lobby.heard(who(served));

    after(Duration.ofDays(1));

    assertThat(served.isOpen()).isTrue();
  }

  @Test
  void a_further_request_has_longer() {
    var idle = arrives();
    lobby.heard(who(idle));
    lobby.answered(who(idle));

    after(IDLE);
    assertThat(idle.isOpen()).isTrue();
    after(Duration.ofNanos(1));

    assertThat(idle.isOpen()).isFalse();
  }

  @Test
  void a_body_that_stops_is_no_more_read_and_then_its_connection_is_closed() throws IOException {
    var slow = arrives();
    lobby.heard(who(slow));
    lobby.reading(who(slow));

    after(PART.plusNanos(1));
    assertThat(slow.isOpen()).isTrue();
    assertThat(slow.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    after(PART.plusNanos(1));

    assertThat(slow.isOpen()).isFalse();
  }

  @Test
  void an_answer_that_nobody_takes_is_given_up_later_the_bigger_it_is() {
    var deaf = arrives();
    lobby.heard(who(deaf));
    lobby.writing(who(deaf), 1 << 20);

    after(IDLE.plus(PART.multipliedBy(4)));
    assertThat(deaf.isOpen()).isTrue();
    after(Duration.ofNanos(1));
    after(PART.plusNanos(1));

    assertThat(deaf.isOpen()).isFalse();
  }

  @Test
  void of_too_many_at_one_address_the_first_without_a_request_goes() {
    var served = arrives();
    lobby.heard(who(served));
    var first = arrives();
    var others = List.of(arrives(), arrives(), arrives());

    var last = arrives();

    assertThat(first.isOpen()).isFalse();
    assertThat(others).allMatch(SocketChannel::isOpen);
    assertThat(List.of(served, last)).allMatch(SocketChannel::isOpen);
  }

  @Test
  void places_of_those_who_left_are_free_again() throws IOException {
    for (var i = 0; i < SEATS; i++) {
      arrives().close();
    }
    lobby.look();

    var all = List.of(arrives(), arrives(), arrives());

    assertThat(all).allMatch(SocketChannel::isOpen);
  }

  @Test
  void twice_as_many_as_the_processor_is_for_have_twice_the_time() {
    var crowd = List.of(arrives(), arrives(), arrives(), arrives());

    after(HEAD.multipliedBy(2));
    assertThat(crowd).allMatch(SocketChannel::isOpen);
    after(Duration.ofNanos(2));

    assertThat(crowd).noneMatch(SocketChannel::isOpen);
  }

  @Test
  void the_time_of_a_crowd_runs_faster_again_when_the_others_are_served() {
    var crowd = List.of(arrives(), arrives(), arrives(), arrives());
    after(HEAD);
    crowd.subList(0, 3).forEach(served -> lobby.heard(who(served)));

    after(HEAD.dividedBy(2));
    assertThat(crowd.getLast().isOpen()).isTrue();
    after(Duration.ofNanos(2));

    assertThat(crowd.getLast().isOpen()).isFalse();
  }
}
