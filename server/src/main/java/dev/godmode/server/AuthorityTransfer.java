package dev.godmode.server;

import static java.lang.System.Logger.Level.INFO;

import dev.godmode.client.tls.PinnedTrust;
import dev.godmode.protocol.api.Requests.Problem;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.stream.JoinCode;
import dev.godmode.protocol.stream.StandbyReply;
import dev.godmode.protocol.stream.StandbyRequest;
import dev.godmode.protocol.stream.StreamProtocol;
import dev.godmode.server.identity.Authority;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import javax.net.ssl.SSLException;

/** Gets the fleet's authority from the control that made the standby code. */
final class AuthorityTransfer {

  private static final System.Logger LOG = System.getLogger(AuthorityTransfer.class.getName());
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private AuthorityTransfer() {}

  /**
   * Puts the authority into a control's folder; does nothing when it is there already.
   *
   * @throws IllegalStateException in words, when it did not work
   */
  static void receive(JoinCode code, Path folder) {
    var own = Authority.fingerprintIn(folder);
    if (own.isPresent()) {
      if (!own.get().equals(code.fingerprint())) {
        throw new IllegalStateException(
            "this home has been a fleet of its own and cannot stand by for another: choose a new"
                + " GODMODE_HOME");
      }
      return;
    }
    var reply = ask(code);
    Authority.adopt(folder, reply.certificate(), reply.key(), code.fingerprint());
    LOG.log(INFO, "authority received fingerprint={0}", code.fingerprint());
  }

  private static StandbyReply ask(JoinCode code) {
    var unreachable = new ArrayList<String>();
    try (var client = client(code)) {
      for (var address : code.addresses()) {
        try {
          return ask(client, address, code);
        } catch (SSLException e) {
          throw new IllegalStateException(reason(e), e);
        } catch (IOException e) {
          unreachable.add("%s (%s)".formatted(address, e.getClass().getSimpleName()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    throw new IllegalStateException(
        "no answer from the control that made the code at %s: is it up, does its fleet port listen there (GODMODE_FLEET_ADDRESS), and can this machine reach it?"
            .formatted(String.join(", ", unreachable)));
  }

  private static StandbyReply ask(HttpClient client, String address, JoinCode code)
      throws IOException, InterruptedException {
    var body = Json.write(new StandbyRequest(code.secret(), ControlBadge.hostName()));
    var response =
        client.send(
            HttpRequest.newBuilder(URI.create("https://" + address + StreamProtocol.STANDBY_PATH))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IllegalStateException(Json.read(Problem.class, response.body()).detail());
    }
    return Json.read(StandbyReply.class, response.body());
  }

  private static String reason(SSLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return String.valueOf(cause.getMessage());
      }
    }
    return "no secure connection to the control that made the code: " + e.getMessage();
  }

  private static HttpClient client(JoinCode code) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(new PinnedTrust(code.fingerprint(), StreamProtocol.CONTROL_NAME).context())
        .connectTimeout(TIMEOUT)
        .build();
  }
}
