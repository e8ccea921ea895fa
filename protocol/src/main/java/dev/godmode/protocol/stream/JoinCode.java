package dev.godmode.protocol.stream;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * What a person carries from control to a new machine: where control is, how to recognise it, and a
 * secret that works once. Written {@code gm1.} and base64url of {@code
 * address,address|fingerprint|secret}.
 *
 * @param addresses host:port of the fleet port, tried in order
 * @param fingerprint SHA-256 of the authority's certificate (DER), lower-case hex
 */
public record JoinCode(List<String> addresses, String fingerprint, String secret) {

  private static final String PREFIX = "gm1.";

  public JoinCode {
    addresses = List.copyOf(addresses);
  }

  public String encode() {
    var text = String.join("|", String.join(",", addresses), fingerprint, secret);
    return PREFIX
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a code as pasted.
   *
   * @throws IllegalArgumentException with a sentence for people when it is not one
   */
  public static JoinCode parse(String pasted) {
    var code = pasted.strip();
    if (!code.startsWith(PREFIX)) {
      throw new IllegalArgumentException(
          "this is not a join code: one starts with '"
              + PREFIX
              + "'; 'gm join-code' prints a new one");
    }
    try {
      var text =
          new String(
              Base64.getUrlDecoder().decode(code.substring(PREFIX.length())),
              StandardCharsets.UTF_8);
      var parts = text.split("\\|", -1);
      if (parts.length == 3 && parts[1].matches("[0-9a-f]{64}") && !parts[2].isEmpty()) {
        return new JoinCode(List.of(parts[0].split(",", -1)), parts[1], parts[2]);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(DAMAGED, e);
    }
    throw new IllegalArgumentException(DAMAGED);
  }

  private static final String DAMAGED =
      "the join code is damaged: copy the whole line again, or ask for a new one with 'gm join-code'";
}
