package dev.godmode.worker.identity;

import dev.godmode.client.tls.OwnKey;
import dev.godmode.client.tls.PinnedTrust;
import dev.godmode.protocol.document.ContentHash;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.stream.StreamProtocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Who this node is in its fleet: kept in files, the key never leaves the node. */
public final class NodeIdentity {

  private static final String FACTS = "node.json";
  private static final int ADDRESSES_MAX = 16;

  /**
   * What is known besides key and certificate.
   *
   * @param addresses of control's fleet port, host:port
   * @param fingerprint of control's authority
   */
  public record Facts(NodeId node, String name, List<String> addresses, String fingerprint) {
    public Facts {
      addresses = List.copyOf(addresses);
    }
  }

  private final Path home;
  private final Facts facts;

  private NodeIdentity(Path home, Facts facts) {
    this.home = home;
    this.facts = facts;
  }

  /** The identity in this folder, if it has one. */
  public static Optional<NodeIdentity> in(Path home) throws IOException {
    var file = home.resolve(FACTS);
    return Files.exists(file)
        ? Optional.of(new NodeIdentity(home, Json.read(Facts.class, Files.readAllBytes(file))))
        : Optional.empty();
  }

  static NodeIdentity keep(Path home, Facts facts) throws IOException {
    PrivateFiles.write(home.resolve(FACTS), Json.write(facts));
    return new NodeIdentity(home, facts);
  }

  /** The same node, whose control is there now; where it was before is tried afterwards. */
  public NodeIdentity foundAt(String address) throws IOException {
    var addresses =
        Stream.concat(Stream.of(address), facts.addresses().stream())
            .distinct()
            .limit(ADDRESSES_MAX)
            .toList();
    return addresses.equals(facts.addresses())
        ? this
        : keep(home, new Facts(facts.node(), facts.name(), addresses, facts.fingerprint()));
  }

  /** The worker's folder. */
  public Path home() {
    return home;
  }

  public Facts facts() {
    return facts;
  }

  /** TLS with this node's certificate, towards its own control node only. */
  public SSLContext tls() throws IOException, GeneralSecurityException {
    var key = Pem.key(Files.readString(home.resolve(Enrolment.KEY)));
    var certificate = Pem.certificate(Files.readString(home.resolve(Enrolment.CERTIFICATE)));
    return context(OwnKey.managers(key, certificate), facts.fingerprint());
  }

  /**
   * The key of control's authority, by which its word is known.
   *
   * @throws IOException when the certificate that is kept is not that of the fleet that was joined
   */
  public PublicKey authority() throws IOException, GeneralSecurityException {
    var certificate = Pem.certificate(Files.readString(home.resolve(Enrolment.AUTHORITY)));
    if (!ContentHash.of(certificate.getEncoded()).equals(facts.fingerprint())) {
      throw new IOException(
          "%s is not the authority of this node's fleet"
              .formatted(home.resolve(Enrolment.AUTHORITY)));
    }
    return certificate.getPublicKey();
  }

  private static SSLContext context(KeyManager[] keys, String fingerprint)
      throws GeneralSecurityException {
    var context = SSLContext.getInstance("TLSv1.3");
    context.init(
        keys, new TrustManager[] {new PinnedTrust(fingerprint, StreamProtocol.CONTROL_NAME)}, null);
    return context;
  }
}
