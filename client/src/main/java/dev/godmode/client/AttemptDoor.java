package dev.godmode.client;

import dev.godmode.client.tls.FileTrust;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How a program of an attempt reaches control: in the attempt's name, with the credential that its
 * worker keeps fresh.
 *
 * @param control the fleet port
 * @param credential a file, read for each call
 * @param authority the certificate that vouches for control; empty where the system's do
 */
public record AttemptDoor(URI control, Path credential, Optional<Path> authority) {

  /** The one that the environment tells of; empty outside of attempts. */
  public static Optional<AttemptDoor> of(Map<String, String> environment) {
    var control = Optional.ofNullable(environment.get("GODMODE_URL"));
    var credential = Optional.ofNullable(environment.get("GODMODE_CREDENTIAL"));
    return control.isEmpty() || credential.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new AttemptDoor(
                URI.create(control.get()),
                Path.of(credential.get()),
                Optional.ofNullable(environment.get("GODMODE_CA")).map(Path::of)));
  }

  /**
   * Calls to control in the attempt's name.
   *
   * @throws Unreachable when the certificate cannot be read
   */
  public GodModeClient client() {
    return new GodModeClient(control, () -> Optional.of(shown()), authority.map(this::trust));
  }

  private String shown() {
    try {
      return Files.readString(credential).strip();
    } catch (IOException e) {
      throw new Unreachable(
          "this attempt has no credential in %s: its lease is over, or control has not given one yet"
              .formatted(credential),
          e);
    }
  }

  private SSLContext trust(Path file) {
    try {
      return FileTrust.of(file);
    } catch (IOException e) {
      throw new Unreachable("GODMODE_CA cannot be used: " + e.getMessage(), e);
    }
  }
}
