package dev.godmode.adapters.bus;

import dev.godmode.control.bus.BusAddress;
import dev.godmode.control.bus.EventBus;
import dev.godmode.control.secret.SecretValue;
import java.util.Optional;

/** The brokers that can be a bus. */
public final class Buses {

  private Buses() {}

  /**
   * Connects to the one that an address names.
   *
   * @throws dev.godmode.control.outbox.Away when it cannot be reached, or lets nobody in
   */
  public static EventBus open(BusAddress address, Optional<SecretValue> key) {
    return switch (address.broker()) {
      case NATS -> new NatsBus(address, key);
      case REDIS -> new RedisBus(address, key);
      case KAFKA -> KafkaBus.open(address, key);
    };
  }
}
