package dev.godmode.server.identity;

import dev.godmode.control.access.ProvenIdentity.TailnetUser;
import dev.godmode.control.access.Roll;
import dev.godmode.server.network.Introduced;
import java.time.Duration;
import java.util.function.Supplier;

/** Logins of those whom tailscaled knows. */
public final class TailnetLogins {

  /** Then they log in again; that they are still there is asked with each request. */
  public static final Duration COUNTS = Duration.ofHours(8);

  private final Supplier<Roll> roll;

  /**
   * Logins.
   *
   * @param roll what people.yaml says now
   */
  public TailnetLogins(Supplier<Roll> roll) {
    this.roll = roll;
  }

  /** What becomes of a login of somebody who comes so. */
  public LoginOutcome judge(Introduced introduced) {
    return switch (introduced) {
      case Introduced.As(var user) -> judge(user);
      case Introduced.Nobody(var why) -> new LoginOutcome.Failed(why);
      case Introduced.Unasked _ ->
          new LoginOutcome.Failed(
              "here nobody is asked who you are: 'gm tailnet' says by which address the tailnet's"
                  + " people come in");
    };
  }

  private LoginOutcome judge(TailnetUser user) {
    return roll.get()
        .find(user)
        .<LoginOutcome>map(line -> new LoginOutcome.In(user, line, COUNTS))
        .orElseGet(
            () ->
                new LoginOutcome.Unlisted(
                    user,
                    ("tailscaled says you are %s (on %s), and nobody has let you in yet: the owner"
                            + " adds {tailnet: \"%s\", role: viewer} to the people of people.yaml")
                        .formatted(user.login(), user.machine(), user.login())));
  }
}
