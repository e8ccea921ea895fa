package dev.godmode.protocol.service;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** What a node says about its services: the first on the stream of offers, the others on a line. */
public sealed interface FromNode {

  /** All that it offers; said again whenever that changes. */
  record Offered(List<ServiceOffer> services) implements FromNode {
    public Offered {
      services = List.copyOf(services);
      if (services.size() > ServiceProtocol.OFFERS_MAX) {
        throw new IllegalArgumentException(
            "a node offers %d services at most".formatted(ServiceProtocol.OFFERS_MAX));
      }
      var names = new HashSet<String>();
      for (var service : services) {
        if (!names.add(service.name())) {
          throw new IllegalArgumentException("two services are called " + service.name());
        }
      }
    }
  }

  /**
   * The server answers; what follows are the pieces of its answer, in binary frames.
   *
   * @param retryAfter how long it asks to be left alone
   */
  record Begun(int status, Optional<Duration> retryAfter) implements FromNode {
    public Begun {
      if (status < 100 || status > 999) {
        throw new IllegalArgumentException("a status has three digits, not " + status);
      }
    }
  }

  /** Nothing of the question reached the server. */
  record NotReached(String why) implements FromNode {
    public NotReached {
      why = ServiceOffer.words(why);
    }
  }

  /** The answer is whole; the line may carry another call. */
  record Ended() implements FromNode {}

  /** The question was sent, and the answer did not come or broke off. */
  record BrokeOff(String why) implements FromNode {
    public BrokeOff {
      why = ServiceOffer.words(why);
    }
  }
}
