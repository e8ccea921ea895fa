package dev.godmode.protocol.stream;

import dev.godmode.protocol.document.ContentHash;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * What a person carries from control to a new machine: where control is, how to recognise it, and a
 * secret that works once, or for replicas of the gateway until it is replaced. Written {@code gm1.}
 * ({@code gs1.} for a standby, {@code gg1.} for a gateway) and base64url of {@code
 * address,address|fingerprint|secret|check}, where the check is the beginning of the SHA-256 of
 * what stands before it: one that got damaged on its way is known for it before anybody is asked.
 *
 * @param addresses host:port of the fleet port, tried in order
 * @param fingerprint SHA-256 of the authority's certificate (DER), lower-case hex
 */
public record JoinCode(List<String> addresses, String fingerprint, String secret) {

  private static final int CHECK_DIGITS = 8;

  /** What a code is for. */
  public enum Kind {
    WORKER("gm1.", "join code", "gm join-code", "--join"),
    STANDBY("gs1.", "standby code", "gm join-code --standby", "--standby"),
    GATEWAY("gg1.", "gateway code", "gm models replicas --code", "--gateway");

    private final String prefix;
    private final String called;
    private final String command;
    private final String option;

    Kind(String prefix, String called, String command, String option) {
      this.prefix = prefix;
      this.called = called;
      this.command = command;
      this.option = option;
    }
  }

  public JoinCode {
    addresses = List.copyOf(addresses);
  }

  public String encode() {
    return encode(Kind.WORKER);
  }

  public String encode(Kind kind) {
    var facts = String.join("|", String.join(",", addresses), fingerprint, secret);
    var text = facts + "|" + ContentHash.of(facts).substring(0, CHECK_DIGITS);
    return kind.prefix
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a worker's code as pasted.
   *
   * @throws IllegalArgumentException with a sentence for people when it is not one
   */
  public static JoinCode parse(String pasted) {
    return parse(Kind.WORKER, pasted);
  }

  /**
   * Reads a code as pasted.
   *
   * @throws IllegalArgumentException with a sentence for people when it is not one of that kind
   */
  public static JoinCode parse(Kind kind, String pasted) {
    var code = pasted.strip();
    for (var other : Kind.values()) {
      if (other != kind && code.startsWith(other.prefix)) {
        throw new IllegalArgumentException(
            "this is a %s: give it to ./gmup %s; '%s' prints a %s"
                .formatted(other.called, other.option, kind.command, kind.called));
      }
    }
    if (!code.startsWith(kind.prefix)) {
      throw new IllegalArgumentException(
          "this is not a %s: one starts with '%s'; '%s' prints a new one"
              .formatted(kind.called, kind.prefix, kind.command));
    }
    try {
      var text =
          new String(
              Base64.getUrlDecoder().decode(code.substring(kind.prefix.length())),
              StandardCharsets.UTF_8);
      var parts = text.split("\\|", -1);
      if (parts.length == 4 && parts[1].matches("[0-9a-f]{64}") && !parts[2].isEmpty()) {
        var read = new JoinCode(List.of(parts[0].split(",", -1)), parts[1], parts[2]);
        if (read.encode(kind).equals(code)) {
          return read;
        }
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(damaged(kind), e);
    }
    throw new IllegalArgumentException(damaged(kind));
  }

  private static String damaged(Kind kind) {
    return "the %s is damaged: copy the whole line again, or ask for a new one with '%s'"
        .formatted(kind.called, kind.command);
  }
}
