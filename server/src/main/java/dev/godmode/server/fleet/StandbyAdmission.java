package dev.godmode.server.fleet;

import dev.godmode.kernel.Command;
import dev.godmode.protocol.api.Requests.JoinOffer;
import dev.godmode.protocol.stream.JoinCode;
import dev.godmode.protocol.stream.StandbyReply;
import dev.godmode.protocol.stream.StandbyRequest;
import dev.godmode.server.http.Orders;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.identity.Authority;
import dev.godmode.server.identity.FailureLimit;
import dev.godmode.server.identity.StandbyCodes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** Makes another control this one's equal: it gets the fleet's authority for a code. */
public final class StandbyAdmission {

  private static final int WRONG_CODES_MAX = 5;
  private static final Duration WRONG_CODES_WINDOW = Duration.ofMinutes(10);

  private final Orders orders;
  private final Authority authority;
  private final StandbyCodes codes;
  private final Supplier<List<String>> addresses;
  private final FailureLimit wrongCodes;

  /**
   * The door for controls.
   *
   * @param addresses host:port of the fleet port, as other machines may dial it
   */
  public StandbyAdmission(
      Orders orders,
      Authority authority,
      StandbyCodes codes,
      Supplier<List<String>> addresses,
      InstantSource clock) {
    this.orders = orders;
    this.authority = authority;
    this.codes = codes;
    this.addresses = addresses;
    this.wrongCodes = new FailureLimit(WRONG_CODES_MAX, WRONG_CODES_WINDOW, clock);
  }

  /** A code that works once, within ten minutes. */
  public JoinOffer offer() {
    var issued = codes.issue();
    var code =
        new JoinCode(addresses.get(), authority.fingerprint(), issued.secret())
            .encode(JoinCode.Kind.STANDBY);
    return new JoinOffer(code, "./gmup --standby " + code, issued.expires());
  }

  /** Hands the authority over; that it was is on record before it is. */
  public StandbyReply admit(StandbyRequest request) {
    wrongCodes
        .pause()
        .ifPresent(
            pause -> {
              throw Refusal.tooMany("too many wrong standby codes; try again later", pause);
            });
    if (!codes.redeem(request.secret())) {
      wrongCodes.failed();
      throw new Refusal(
          403,
          "wrong_code",
          "this standby code is wrong, was used already, or is older than 10 minutes; 'gm join-code"
              + " --standby' prints a new one");
    }
    orders.carryOut("control", new Command.AdmitStandby(request.name()));
    return new StandbyReply(authority.certificatePem(), authority.keyPem());
  }
}
