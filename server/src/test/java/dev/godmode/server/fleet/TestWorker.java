package dev.godmode.server.fleet;

import dev.godmode.client.tls.OwnKey;
import dev.godmode.client.tls.Trust;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.node.Inventory;
import dev.godmode.protocol.node.NodeId;
import dev.godmode.protocol.node.Usage;
import dev.godmode.protocol.stream.ControlMessage;
import dev.godmode.protocol.stream.EnrolReply;
import dev.godmode.protocol.stream.EnrolRequest;
import dev.godmode.protocol.stream.Frame;
import dev.godmode.protocol.stream.JoinCode;
import dev.godmode.protocol.stream.StreamProtocol;
import dev.godmode.protocol.stream.WorkerMessage;
import dev.godmode.protocol.task.AttemptKey;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** The other end of a worker's stream, in the hands of a test. */
public final class TestWorker implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 10;

  /** How the stream ended. */
  public record Closed(int code, String reason) {}

  public final NodeId node;
  public final String name;
  private final String address;
  private final KeyManager[] keys;
  private final X509Certificate authority;
  private final BlockingQueue<ControlMessage> heard = new LinkedBlockingQueue<>();
  private final CompletableFuture<Closed> closed = new CompletableFuture<>();
  private final CompletableFuture<String> pong = new CompletableFuture<>();
  private final HttpClient http;
  private CompletableFuture<WebSocket> socket = new CompletableFuture<>();

  private TestWorker(
      NodeId node, String name, String address, KeyManager[] keys, X509Certificate authority) {
    this.node = node;
    this.name = name;
    this.address = address;
    this.keys = keys;
    this.authority = authority;
    this.http = HttpClient.newBuilder().sslContext(context(authority, keys)).build();
  }

  /** Enrols with a fresh key. */
  public static TestWorker enrol(JoinCode code, X509Certificate authority, String hostName) {
    try {
      var keys = freshKeys();
      var request = new EnrolRequest(code.secret(), hostName, request(keys));
      var reply = post(code, authority, Json.write(request));
      var enrolled = Json.read(EnrolReply.class, reply.body());
      var own = certificate(enrolled.certificate());
      return new TestWorker(
          enrolled.node(),
          enrolled.name(),
          code.addresses().getFirst(),
          OwnKey.managers(keys.getPrivate(), own, authority),
          authority);
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Somebody who trusts control and has no certificate. */
  public static TestWorker stranger(JoinCode code, X509Certificate authority) {
    return new TestWorker(
        new NodeId("nobody"), "nobody", code.addresses().getFirst(), new KeyManager[0], authority);
  }

  /** The same node once more, as after a restart of its worker. */
  public TestWorker again() {
    return new TestWorker(node, name, address, keys, authority);
  }

  /** The same key and certificate, shown to another control. */
  public TestWorker at(JoinCode code, X509Certificate otherAuthority) {
    return new TestWorker(node, name, code.addresses().getFirst(), keys, otherAuthority);
  }

  /** Posts to the enrolment route without a client certificate. */
  public static HttpResponse<String> post(JoinCode code, X509Certificate authority, String body) {
    return send(
        authority,
        HttpRequest.newBuilder(uri(code, StreamProtocol.ENROL_PATH))
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Gets something from the fleet port without a client certificate. */
  public static HttpResponse<String> get(JoinCode code, X509Certificate authority, String path) {
    return send(authority, HttpRequest.newBuilder(uri(code, path)));
  }

  private static URI uri(JoinCode code, String path) {
    return URI.create("https://" + code.addresses().getFirst() + path);
  }

  private static HttpResponse<String> send(X509Certificate authority, HttpRequest.Builder request) {
    var tls = context(authority, new KeyManager[0]);
    try (var http = HttpClient.newBuilder().sslContext(tls).build()) {
      return http.send(
          request.timeout(Duration.ofSeconds(PATIENCE_SECONDS)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public static KeyPair freshKeys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A PKCS#10 request for a key, as PEM. */
  public static String request(KeyPair keys) throws OperatorCreationException, IOException {
    var algorithm = keys.getPrivate().getAlgorithm().equals("RSA") ? "RSA" : "ECDSA";
    var request =
        new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=worker"), keys.getPublic())
            .build(new JcaContentSignerBuilder("SHA256with" + algorithm).build(keys.getPrivate()));
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(request);
    }
    return text.toString();
  }

  public static X509Certificate certificate(String pem)
      throws IOException, GeneralSecurityException {
    try (var parser = new PEMParser(new StringReader(pem))) {
      return new JcaX509CertificateConverter()
          .getCertificate((X509CertificateHolder) parser.readObject());
    }
  }

  private static SSLContext context(X509Certificate authority, KeyManager[] keys) {
    try {
      var context = SSLContext.getInstance("TLSv1.3");
      context.init(keys, Trust.managers(List.of(authority)), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The status of a plain request to the fleet port. */
  public int get(String path, String bearer) {
    var request = HttpRequest.newBuilder(URI.create("https://" + address + path));
    if (!bearer.isEmpty()) {
      request.header("Authorization", "Bearer " + bearer);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Opens the stream. */
  public TestWorker connect() {
    return connect(StreamProtocol.PATH);
  }

  /** Opens another of the streams that nodes have. */
  public TestWorker connect(String path) {
    socket =
        http.newWebSocketBuilder().buildAsync(URI.create("wss://" + address + path), new Ear());
    socket.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    return this;
  }

  /** False when the handshake fails, or the stream does not open for another reason. */
  public boolean tryToConnect() {
    try {
      connect();
      return true;
    } catch (CompletionException _) {
      return false;
    }
  }

  /** Opens the stream, says hello, and waits for the welcome. */
  public TestWorker join(AttemptKey... running) {
    connect();
    say(hello(running));
    await(ControlMessage.Welcome.class);
    return this;
  }

  public static WorkerMessage.Hello hello(AttemptKey... running) {
    var inventory =
        Inventory.of("forge")
            .os("linux")
            .arch("amd64")
            .cpuModel("a cpu")
            .cores(4)
            .memoryBytes(8L << 30)
            .diskBytes(100L << 30)
            .skills(Set.of("os:linux"))
            .version("1.2.3")
            .build();
    return new WorkerMessage.Hello(
        StreamProtocol.VERSION, inventory, 2, Usage.UNKNOWN, List.of(running));
  }

  public void say(WorkerMessage message) {
    sayText("[" + Json.write(WorkerMessage.class, message) + "]");
  }

  public void sayText(String text) {
    socket.join().sendText(text, true).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Sends a ping, and waits for what comes back. */
  public String ping(String words) {
    socket.join().sendPing(ByteBuffer.wrap(words.getBytes(StandardCharsets.UTF_8))).join();
    return pong.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** The next message of that kind; others before it are passed over. */
  public <T extends ControlMessage> T await(Class<T> type) {
    try {
      while (true) {
        var message = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
          throw new AssertionError("no " + type.getSimpleName() + " came");
        }
        if (type.isInstance(message)) {
          return type.cast(message);
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether anything was heard that is not yet taken. */
  public boolean heardNothing() {
    return heard.isEmpty();
  }

  public Closed awaitClosed() {
    return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** The process is gone, without a word. */
  public void vanish() {
    http.shutdownNow();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private final class Ear implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last && !text.toString().startsWith("[")) {
        text.setLength(0); // no frame: it is of another stream, and not kept
      } else if (last) {
        heard.addAll(Frame.unpack(ControlMessage.class, text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer words) {
      pong.complete(StandardCharsets.UTF_8.decode(words).toString());
      from.request(1);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed.complete(new Closed(code, reason));
      return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket from, Throwable fault) {
      closed.complete(new Closed(1006, String.valueOf(fault.getMessage())));
    }
  }
}
