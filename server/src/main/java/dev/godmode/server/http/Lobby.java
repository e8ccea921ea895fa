package dev.godmode.server.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * All who are connected to a port, and what they owe it. Whoever has no request under way waits
 * here, for a limited time and in limited numbers; when there are too many, whoever has waited
 * longest goes: an honest request takes milliseconds to arrive, and is not met by that. Who is late
 * finds the connection closed; in the middle of a body they first find that no more of it is read,
 * so that they can be told.
 *
 * <p>Connections are known by their other end's address and port, so a port has a lobby of its own.
 */
public final class Lobby {

  private static final long NOTHING_OWED = Long.MAX_VALUE;

  /** One connection. */
  private static final class Guest {

    final SocketChannel channel;
    final InetAddress address;
    long owedAtNanos;
    boolean wasWarned;

    Guest(SocketChannel channel, InetAddress address) {
      this.channel = channel;
      this.address = address;
    }
  }

  private final Manners manners;
  private final LongSupplier nanos;
  private final long began;
  private final Lock lock = new ReentrantLock();
  private final Map<SocketAddress, Guest> guests = new HashMap<>();

  /** Those without a request under way, by address; of each, who has waited longest is first. */
  private final Map<InetAddress, SequencedSet<Guest>> waiting = new HashMap<>();

  private int seated;
  private long lookedAtNanos;

  public Lobby(Manners manners, LongSupplier nanos) {
    this.manners = manners;
    this.nanos = nanos;
    this.began = nanos.getAsLong();
  }

  /** Somebody connected. */
  public void arrived(SocketChannel channel) {
    try {
      if (channel.getRemoteAddress() instanceof InetSocketAddress who) {
        locked(() -> seat(who, new Guest(channel, who.getAddress()), manners.head()));
      }
    } catch (IOException _) {
      // Gone before it was looked at.
    }
  }

  /** A request's head is whole, or its body: nothing is owed until it is answered. */
  public void heard(SocketAddress who) {
    locked(
        () -> {
          var guest = guests.get(who);
          if (guest != null) {
            guest.owedAtNanos = NOTHING_OWED;
            unseat(guest);
          }
        });
  }

  /** The request is being answered no more: the next one may come. */
  void answered(SocketAddress who) {
    locked(
        () -> {
          var guest = guests.get(who);
          if (guest != null) {
            seat(who, guest, manners.idle());
          }
        });
  }

  /** The next part of a body is waited for. */
  void reading(SocketAddress who) {
    owes(who, manners.part());
  }

  /** An answer of that size is on its way: the other end has to take it. */
  void writing(SocketAddress who, int bytes) {
    owes(who, manners.answer(bytes));
  }

  private void owes(SocketAddress who, Duration within) {
    locked(
        () -> {
          var guest = guests.get(who);
          if (guest != null) {
            guest.owedAtNanos = now() + within.toNanos();
          }
        });
  }

  private void seat(SocketAddress who, Guest guest, Duration within) {
    guest.owedAtNanos = now() + within.toNanos();
    var before = guests.put(who, guest);
    if (before != null && before != guest) {
      unseat(before); // It has ended, and its address and port are in use again.
    }
    var beside = waiting.computeIfAbsent(guest.address, _ -> new LinkedHashSet<>());
    if (beside.add(guest)) {
      seated++;
    }
    if (beside.size() > manners.seats()) {
      dismiss(beside.getFirst());
    } else if (seated > manners.room()) {
      waiting.values().stream()
          .max(Comparator.comparingInt(SequencedSet::size))
          .ifPresent(most -> dismiss(most.getFirst()));
    }
  }

  private void unseat(Guest guest) {
    if (beside(guest).remove(guest)) {
      seated--;
      if (beside(guest).isEmpty()) {
        waiting.remove(guest.address);
      }
    }
  }

  private boolean isWaiting(Guest guest) {
    return beside(guest).contains(guest);
  }

  /** All of its address that wait; itself may be among them. */
  private SequencedSet<Guest> beside(Guest guest) {
    return waiting.getOrDefault(guest.address, new LinkedHashSet<>());
  }

  /** Sends away who is late. */
  public void look() {
    locked(
        () -> {
          guests.values().stream().filter(guest -> !guest.channel.isOpen()).forEach(this::unseat);
          guests.values().removeIf(guest -> !guest.channel.isOpen());
          var now = now();
          var extra = manners.crowded(Duration.ofNanos(now - lookedAtNanos), seated).toNanos();
          waiting.values().forEach(beside -> beside.forEach(guest -> guest.owedAtNanos += extra));
          lookedAtNanos = now;
          List.copyOf(guests.values()).stream()
              .filter(guest -> guest.owedAtNanos < now)
              .forEach(this::dismiss);
        });
  }

  private void dismiss(Guest guest) {
    try {
      if (isWaiting(guest) || guest.wasWarned) {
        unseat(guest);
        guest.channel.close();
      } else {
        guest.wasWarned = true;
        guest.owedAtNanos = now() + manners.part().toNanos();
        guest.channel.shutdownInput();
      }
    } catch (IOException _) {
      // It went by itself.
    }
  }

  private long now() {
    return nanos.getAsLong() - began;
  }

  private void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }
}
