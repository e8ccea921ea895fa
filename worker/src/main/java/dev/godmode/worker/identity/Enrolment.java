package dev.godmode.worker.identity;

import dev.godmode.client.tls.PinnedTrust;
import dev.godmode.protocol.api.Requests.Problem;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.stream.EnrolReply;
import dev.godmode.protocol.stream.EnrolRequest;
import dev.godmode.protocol.stream.JoinCode;
import dev.godmode.protocol.stream.StreamProtocol;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateException;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import javax.net.ssl.SSLException;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Joins a fleet: makes a key, has it signed by the control node that made the join code. */
public final class Enrolment {

  static final String KEY = "node.key";
  static final String CERTIFICATE = "node.pem";
  static final String AUTHORITY = "authority.pem";

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** It did not work; the message is for people. */
  public static final class JoinRefused extends Exception {
    private static final long serialVersionUID = 1;

    JoinRefused(String message) {
      super(message);
    }
  }

  private final Path home;

  public Enrolment(Path home) {
    this.home = home;
  }

  /** Enrols with the first address that answers. */
  public NodeIdentity join(JoinCode code, String hostName)
      throws JoinRefused, IOException, InterruptedException, GeneralSecurityException {
    var keys = newKeys();
    var request =
        Json.write(new EnrolRequest(code.secret(), hostName, certificateRequest(keys, hostName)));
    var unreachable = new ArrayList<String>();
    try (var client = client(code)) {
      for (var address : code.addresses()) {
        try {
          return enrol(client, code, address, request, keys);
        } catch (SSLException e) {
          throw new JoinRefused(reason(e));
        } catch (IOException e) {
          unreachable.add(address + " (" + e.getClass().getSimpleName() + ")");
        }
      }
    }
    throw new JoinRefused(
        "no answer from the control node at %s: is it up, and can this machine reach it?"
            .formatted(String.join(", ", unreachable)));
  }

  private static String reason(SSLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return String.valueOf(cause.getMessage());
      }
    }
    return "no secure connection to the control node: " + e.getMessage();
  }

  private NodeIdentity enrol(
      HttpClient client, JoinCode code, String address, String request, KeyPair keys)
      throws JoinRefused, IOException, InterruptedException {
    var response =
        client.send(
            HttpRequest.newBuilder(URI.create("https://" + address + StreamProtocol.ENROL_PATH))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(request))
                .build(),
            BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new JoinRefused(Json.read(Problem.class, response.body()).detail());
    }
    var reply = Json.read(EnrolReply.class, response.body());
    PrivateFiles.write(home.resolve(KEY), Pem.write("PRIVATE KEY", keys.getPrivate().getEncoded()));
    PrivateFiles.write(home.resolve(CERTIFICATE), reply.certificate());
    PrivateFiles.write(home.resolve(AUTHORITY), reply.authority());
    return NodeIdentity.keep(
        home,
        new NodeIdentity.Facts(reply.node(), reply.name(), code.addresses(), code.fingerprint()));
  }

  private static HttpClient client(JoinCode code) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(new PinnedTrust(code.fingerprint(), StreamProtocol.CONTROL_NAME).context())
        .connectTimeout(TIMEOUT)
        .build();
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static String certificateRequest(KeyPair keys, String hostName) throws IOException {
    try {
      var name = new X500Principal("CN=" + hostName.replaceAll("[^A-Za-z0-9.-]", "-"));
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      var request = new JcaPKCS10CertificationRequestBuilder(name, keys.getPublic()).build(signer);
      return Pem.write("CERTIFICATE REQUEST", request.getEncoded());
    } catch (OperatorCreationException e) {
      throw new IllegalStateException("cannot sign a certificate request", e);
    }
  }
}
