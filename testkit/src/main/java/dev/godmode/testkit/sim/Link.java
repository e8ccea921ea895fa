package dev.godmode.testkit.sim;

import java.time.Duration;
import java.time.Instant;

/**
 * One connection between a worker and control: messages arrive late and in order, until it breaks.
 * A direction that goes deaf stays so: a stream has no gaps. What a worker said before the break
 * may still be read by control, even after a newer connection has begun.
 */
final class Link {

  private final Timeline time;
  private final long controlLife;
  private final boolean readToItsEnd;
  private boolean open = true;
  private boolean deafUp;
  private boolean deafDown;
  private Instant lastUp = Instant.MIN;
  private Instant lastDown = Instant.MIN;

  Link(Timeline time, long controlLife) {
    this.time = time;
    this.controlLife = controlLife;
    this.readToItsEnd = time.chance(0.5);
  }

  boolean isOpen() {
    return open;
  }

  /** Whether it carries what is said, both ways. */
  boolean isSound() {
    return open && !deafUp && !deafDown;
  }

  /** The life of control that it was opened to. */
  long controlLife() {
    return controlLife;
  }

  void close() {
    open = false;
  }

  void goDeaf(boolean up, boolean down) {
    deafUp |= up;
    deafDown |= down;
  }

  void up(Runnable message) {
    if (!open) {
      return;
    }
    lastUp = arrival(lastUp);
    time.in(
        Duration.between(time.now(), lastUp),
        () -> {
          if ((open || readToItsEnd) && !deafUp) {
            message.run();
          }
        });
  }

  void down(Runnable message) {
    lastDown = arrival(lastDown);
    time.in(
        Duration.between(time.now(), lastDown),
        () -> {
          if (open && !deafDown) {
            message.run();
          }
        });
  }

  private Instant arrival(Instant last) {
    var soonest = time.now().plus(time.chance(0.03) ? time.between(40, 700) : time.between(1, 40));
    return soonest.isAfter(last) ? soonest : last;
  }
}
