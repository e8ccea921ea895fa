package dev.godmode.adapters.bus;

import dev.godmode.testkit.Loopback;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/**
 * One Kafka in a process of its own, broker and controller in one. It is to be asked at three
 * ports: with SCRAM, with PLAIN by TLS, and within this machine without any.
 */
final class KafkaProcess {

  static final String USER = "god mode";
  static final String PASSWORD = "only for this test: \"quoted\", \\ and ünïcode";
  private static final String STORE_PASSWORD = "only-for-this-test";
  private static final int ROUNDS = 4_096;
  private static final int STARTED_WITHIN_MILLIS = 300_000;

  private final Path folder;
  private final int scram = Loopback.freePort();
  private final int tls = Loopback.freePort();
  private final int inside = Loopback.freePort();
  private Optional<Process> running = Optional.empty();

  /** One that has nothing yet. */
  KafkaProcess(Path folder) {
    this.folder = folder;
  }

  String byScram() {
    return "kafka://127.0.0.1:" + scram;
  }

  String byTls() {
    return "kafkas://127.0.0.1:" + tls;
  }

  Map<String, Object> inside() {
    return Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + inside);
  }

  /** Its certificate, which nobody else signed: a trust store. */
  Path certificate() {
    return folder.resolve("certificate.p12");
  }

  static String certificatePassword() {
    return STORE_PASSWORD;
  }

  void format() throws IOException {
    done(
        new ProcessBuilder(
            tool("keytool"),
            "-genkeypair",
            "-alias",
            "kafka",
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-ext",
            "SAN=ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-keystore",
            certificate().toString(),
            "-storepass",
            STORE_PASSWORD));
    Files.writeString(settings(), text());
    done(
        java(
            "kafka.tools.StorageTool",
            "format",
            "--cluster-id",
            "MkU3OEVBNTcwNTJENDM2Qg",
            "--config",
            settings().toString()));
  }

  private Path settings() {
    return folder.resolve("server.properties");
  }

  private String text() {
    var controller = Loopback.freePort();
    return """
    process.roles=broker,controller
    node.id=1
    controller.quorum.voters=1@127.0.0.1:%1$d
    listeners=SCRAM://127.0.0.1:%2$d,TLS://127.0.0.1:%3$d,INSIDE://127.0.0.1:%4$d,CONTROLLER://127.0.0.1:%1$d
    listener.security.protocol.map=SCRAM:SASL_PLAINTEXT,TLS:SASL_SSL,INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT
    controller.listener.names=CONTROLLER
    inter.broker.listener.name=INSIDE
    listener.name.scram.sasl.enabled.mechanisms=SCRAM-SHA-512
    listener.name.scram.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
    listener.name.tls.sasl.enabled.mechanisms=PLAIN
    listener.name.tls.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required "user_ada"="only-for-this-test";
    listener.name.tls.ssl.keystore.type=PKCS12
    listener.name.tls.ssl.keystore.location=%5$s
    listener.name.tls.ssl.keystore.password=%6$s
    listener.name.tls.ssl.key.password=%6$s
    log.dirs=%7$s
    auto.create.topics.enable=false
    offsets.topic.replication.factor=1
    """
        .formatted(
            controller, scram, tls, inside, certificate(), STORE_PASSWORD, folder.resolve("data"));
  }

  /** Starts it, if it is not there, and waits until it answers. */
  void start() throws IOException, InterruptedException {
    if (running.filter(Process::isAlive).isPresent()) {
      return;
    }
    running = Optional.of(logged(java("kafka.Kafka", settings().toString())).start());
    try (var admin = Admin.create(inside())) {
      admin.describeCluster(within()).nodes().get();
      admin.alterUserScramCredentials(List.of(user())).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(Files.readString(log()), e);
    }
  }

  private static DescribeClusterOptions within() {
    return new DescribeClusterOptions().timeoutMs(STARTED_WITHIN_MILLIS);
  }

  private static UserScramCredentialAlteration user() {
    var kind = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ROUNDS);
    return new UserScramCredentialUpsertion(USER, kind, PASSWORD);
  }

  void end() {
    running.ifPresent(process -> process.destroyForcibly().onExit().join());
  }

  private ProcessBuilder java(String... program) {
    var command = new ArrayList<>(List.of(tool("java"), "-Xmx256m", "-cp", jars()));
    command.addAll(List.of(program));
    return new ProcessBuilder(command);
  }

  /** Kafka is no part of what we build: whoever runs this brings it along. */
  private static String jars() {
    return Optional.ofNullable(System.getenv("PROOF_KAFKA"))
            .orElseThrow(
                () -> new IllegalStateException("PROOF_KAFKA is the folder of Kafka's jars"))
        + "/*";
  }

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  private void done(ProcessBuilder command) throws IOException {
    if (logged(command).start().onExit().join().exitValue() != 0) {
      throw new IllegalStateException(Files.readString(log()));
    }
  }

  private ProcessBuilder logged(ProcessBuilder command) {
    return command
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log().toString())));
  }

  private Path log() {
    return folder.resolve("log");
  }
}
