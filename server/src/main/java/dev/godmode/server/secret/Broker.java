package dev.godmode.server.secret;

import dev.godmode.control.engine.Engine;
import dev.godmode.control.secret.BrokerRule;
import dev.godmode.control.secret.SecretSource.Absent;
import dev.godmode.control.secret.SecretSource.Found;
import dev.godmode.control.secret.SecretSource.Trouble;
import dev.godmode.control.secret.SecretValue;
import dev.godmode.control.secret.SecretsFile;
import dev.godmode.kernel.Command.NoteBrokered;
import dev.godmode.protocol.text.Redaction;
import dev.godmode.protocol.text.Spelling;
import dev.godmode.server.http.Refusal;
import dev.godmode.server.identity.Tally;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Calls others for attempts, with a secret that the attempts do not have. The value is in control's
 * memory for the length of the call, goes to a host that the rule names and to none else, by no
 * redirection, and is cut out of what comes back.
 */
public final class Broker implements AutoCloseable {

  /** Most bytes of what is sent. */
  public static final long BODY_MAX_BYTES = 4 << 20;

  static final int ANSWER_MAX_BYTES = 8 << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);

  /** Calls at once, of all together. */
  private static final int CALLS_MAX = 32;

  private record Kind(String who, String broker, String secret, String target) {}

  private static final Kind OTHERS = new Kind("many", "many", "many", "many");

  private final SecretsFile file;
  private final Tally<Kind> tally;
  private final Semaphore room = new Semaphore(CALLS_MAX);
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT_PATIENCE)
          .build();

  public Broker(Engine engine, SecretsFile file, InstantSource clock) {
    this.file = file;
    this.tally =
        new Tally<>(
            clock,
            OTHERS,
            (kind, times) -> {
              var _ =
                  engine.submit(
                      "control",
                      new NoteBrokered(
                          kind.who(), kind.broker(), kind.secret(), kind.target(), times));
            });
  }

  /** Brings to the ledger what was called again and again. */
  public void settle() {
    tally.settle();
  }

  /**
   * Calls, and answers with what came back.
   *
   * @throws Refusal when the rule does not allow it, or nothing comes back
   */
  public BrokerAnswer call(String who, BrokerCall call) {
    var rule = rule(call.broker());
    var target = target(rule, call);
    if (!room.tryAcquire()) {
      throw Refusal.full("%d calls go through brokers already".formatted(CALLS_MAX));
    }
    try {
      var secret = secret(rule);
      tally.note(
          new Kind(who, rule.name(), rule.secret(), "%s %s".formatted(call.method(), call.host())));
      return answer(rule, secret, send(request(rule, secret, target, call), call.host()));
    } finally {
      room.release();
    }
  }

  private BrokerRule rule(String name) {
    var all = file.standing().brokers();
    return all.stream()
        .filter(rule -> rule.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "there is no broker '%s'%s: secrets.yaml names them"
                        .formatted(
                            name,
                            Spelling.hint(name, all.stream().map(BrokerRule::name).toList()))));
  }

  private static URI target(BrokerRule rule, BrokerCall call) {
    var origin =
        rule.origin(call.host())
            .orElseThrow(
                () ->
                    forbidden(
                        "the broker '%s' does not call '%s'%s, but %s"
                            .formatted(
                                rule.name(),
                                call.host(),
                                Spelling.hint(call.host(), rule.hosts()),
                                String.join(", ", rule.hosts()))));
    if (!rule.methods().contains(call.method())) {
      throw forbidden("the broker '%s' does not send %s".formatted(rule.name(), call.method()));
    }
    if (!rule.allowsPath(call.path())) {
      throw forbidden(
          "the broker '%s' does not call %s, but %s"
              .formatted(rule.name(), call.path(), String.join(", ", rule.paths())));
    }
    try {
      return URI.create(origin + call.path() + (call.query().isEmpty() ? "" : "?" + call.query()));
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("that is no address: " + call.path());
    }
  }

  private static Refusal forbidden(String why) {
    return new Refusal(403, "forbidden", why);
  }

  private SecretValue secret(BrokerRule rule) {
    return switch (file.sources().find(rule.secret()).finding()) {
      case Found(var value) -> value;
      case Absent _ ->
          throw new Refusal(
              503,
              "secret_missing",
              "no source has the secret '%s': gm secrets set %s"
                  .formatted(rule.secret(), rule.secret()));
      case Trouble(var why, _) ->
          throw new Refusal(
              503,
              "secret_missing",
              "the secret '%s' cannot be had: %s".formatted(rule.secret(), why));
    };
  }

  private static HttpRequest request(
      BrokerRule rule, SecretValue secret, URI target, BrokerCall call) {
    var value =
        rule.headerValue(secret)
            .orElseThrow(
                () ->
                    new Refusal(
                        503,
                        "secret_missing",
                        "the secret '%s' cannot stand in a header: it has a line's end, or is not ASCII"
                            .formatted(rule.secret())));
    var request = HttpRequest.newBuilder(target).timeout(PATIENCE);
    call.headers()
        .forEach(
            (name, values) -> {
              if (BrokerHeaders.goesOut(name, values, rule.header(), call.shown())) {
                values.forEach(one -> request.header(name, one));
              }
            });
    request.setHeader("Accept-Encoding", "identity"); // it must be possible to look through it
    request.setHeader(rule.header(), value);
    return request
        .method(
            call.method(),
            !call.body().hasRemaining()
                ? BodyPublishers.noBody()
                : BodyPublishers.ofByteArray(call.body().array()))
        .build();
  }

  private HttpResponse<byte[]> send(HttpRequest request, String host) {
    try {
      return http.send(
          request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_MAX_BYTES));
    } catch (IOException e) {
      // What the fault says may have the request in it, and is not passed on.
      throw new Refusal(
          502,
          "bad_gateway",
          "%s gave no answer within %d s, or one of more than %d MiB"
              .formatted(host, PATIENCE.toSeconds(), ANSWER_MAX_BYTES >> 20));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(503, "stopping", "control is stopping");
    }
  }

  private static BrokerAnswer answer(
      BrokerRule rule, SecretValue secret, HttpResponse<byte[]> came) {
    var encoding = came.headers().firstValue("Content-Encoding").orElse("identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      throw new Refusal(
          502, "bad_gateway", "it answered in %s, though asked not to".formatted(encoding));
    }
    var redaction = new Redaction(Map.of(rule.secret(), secret.reveal()));
    var headers = new LinkedHashMap<String, String>();
    came.headers().map().entrySet().stream()
        .filter(BrokerHeaders::comesBack)
        .forEach(
            header ->
                headers.put(
                    header.getKey(), redaction.apply(String.join(", ", header.getValue()))));
    var type = came.headers().firstValue("Content-Type").orElse("application/octet-stream");
    // Byte for byte: whatever the bytes mean, the secret's own are found in them.
    var body = redaction.apply(new String(came.body(), StandardCharsets.ISO_8859_1));
    return new BrokerAnswer(
        came.statusCode(),
        redaction.apply(type),
        headers,
        ByteBuffer.wrap(body.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
