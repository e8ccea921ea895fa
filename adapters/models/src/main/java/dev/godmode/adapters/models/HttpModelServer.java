package dev.godmode.adapters.models;

import dev.godmode.control.inference.Dialect;
import dev.godmode.control.inference.Gateway;
import dev.godmode.control.inference.ModelServer;
import dev.godmode.control.inference.Provider;
import dev.godmode.control.inference.Whereabouts.AtUrl;
import dev.godmode.control.inference.Whereabouts.OnNode;
import dev.godmode.control.secret.SecretValue;
import dev.godmode.protocol.api.ReplicaViews;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Asks providers over HTTP/1.1, each call on its caller's thread: a call that changes threads a few
 * times waits for a processor as often, which at a thousand calls a second is most of what it
 * costs. Redirections are not followed: a key goes where it was meant to. Nothing is sent twice.
 */
public final class HttpModelServer implements ModelServer, AutoCloseable {

  private static final Timeout CONNECT_PATIENCE = Timeout.ofSeconds(5);

  /** As many as there are calls, and probes beside them. */
  private static final int CONNECTIONS_MAX = 2 * Gateway.CALLS_MAX;

  /** Some servers end connections that are idle for so long; then it is looked at before use. */
  private static final TimeValue IDLE_UNSEEN = TimeValue.ofMilliseconds(500);

  private static final TimeValue IDLE_MAX = TimeValue.ofSeconds(30);

  private static final int LATE = 504;

  /** The version of Anthropic's API that is spoken. */
  private static final String ANTHROPIC_VERSION = "2023-06-01";

  private final CloseableHttpClient http;
  private final boolean throughControl;

  /** Providers as they are reached from here. */
  public HttpModelServer() {
    this(PoolingHttpClientConnectionManagerBuilder.create(), false);
  }

  private HttpModelServer(
      PoolingHttpClientConnectionManagerBuilder connections, boolean throughControl) {
    this.http = client(connections);
    this.throughControl = throughControl;
  }

  /**
   * Providers that control asks for a replica, which shows its secret as their key.
   *
   * @param trust whose word counts for control; its name plays no part
   */
  public static HttpModelServer throughControl(SSLContext trust) {
    return new HttpModelServer(
        PoolingHttpClientConnectionManagerBuilder.create()
            .setTlsSocketStrategy(
                ClientTlsStrategyBuilder.create()
                    .setSslContext(trust)
                    .setHostnameVerifier(NoopHostnameVerifier.INSTANCE)
                    .buildClassic()),
        true);
  }

  private static CloseableHttpClient client(PoolingHttpClientConnectionManagerBuilder connections) {
    return HttpClients.custom()
        .setConnectionManager(
            connections
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setMaxConnPerRoute(CONNECTIONS_MAX)
                .setMaxConnTotal(CONNECTIONS_MAX)
                .setDefaultSocketConfig(SocketConfig.custom().setTcpNoDelay(true).build())
                .setDefaultConnectionConfig(
                    ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT_PATIENCE)
                        .setValidateAfterInactivity(IDLE_UNSEEN)
                        .build())
                .build())
        .evictIdleConnections(IDLE_MAX)
        .disableAutomaticRetries()
        .disableAuthCaching()
        .disableContentCompression()
        .disableCookieManagement()
        .disableRedirectHandling()
        .build();
  }

  @Override
  public Outcome ask(Provider provider, Optional<SecretValue> key, Ask ask, Duration patience) {
    if (key.filter(secret -> !isHeaderValue(secret.reveal())).isPresent()) {
      return new NotSent("its key cannot stand in a header");
    }
    return switch (provider.where()) {
      case AtUrl(var url) ->
          ask(url, request(url, provider.speaks(), key, ask, patience), patience);
      case OnNode _ -> new NotSent("it is on a node, which alone can ask it");
    };
  }

  private Outcome ask(URI url, HttpUriRequestBase request, Duration patience) {
    try {
      var answer = new HttpAnswer(request, http.executeOpen(null, request, null), patience);
      return throughControl ? outcome(answer) : new Answered(answer);
    } catch (ConnectTimeoutException e) {
      return new NotSent(
          "no connection to %s within %d s".formatted(url, CONNECT_PATIENCE.toSeconds()));
    } catch (SocketTimeoutException e) {
      return new Lost("no answer within %d s".formatted(patience.toSeconds()), true);
    } catch (ConnectException e) {
      return new NotSent("nothing listens at %s".formatted(url));
    } catch (UnknownHostException e) {
      return new NotSent("there is no host '%s'".formatted(url.getHost()));
    } catch (IOException e) {
      return new Lost("the connection broke before an answer came", false);
    }
  }

  /** Control says of a provider that it asked for us what else the connection would tell. */
  private static Outcome outcome(HttpAnswer answer) {
    var notSent = answer.header(ReplicaViews.NOT_SENT);
    var lost = answer.header(ReplicaViews.LOST);
    if (notSent.isEmpty() && lost.isEmpty()) {
      return new Answered(answer);
    }
    try (answer) {
      return notSent
          .<Outcome>map(NotSent::new)
          .orElseGet(() -> new Lost(lost.orElseThrow(), answer.status() == LATE));
    }
  }

  /** Visible ASCII and spaces: a line's end would begin another header. */
  private static boolean isHeaderValue(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  private static HttpUriRequestBase request(
      URI url, Dialect speaks, Optional<SecretValue> key, Ask ask, Duration patience) {
    var address = URI.create(url + ask.path());
    var request = ask.body().map(body -> post(address, body)).orElseGet(() -> new HttpGet(address));
    request.setConfig(RequestConfig.custom().setResponseTimeout(Timeout.of(patience)).build());
    request.setHeader("Accept", "application/json, text/event-stream");
    ask.headers().forEach(request::setHeader);
    if (speaks == Dialect.ANTHROPIC) {
      request.setHeader("anthropic-version", ANTHROPIC_VERSION);
      key.ifPresent(secret -> request.setHeader("x-api-key", secret.reveal()));
    } else {
      key.ifPresent(secret -> request.setHeader("Authorization", "Bearer " + secret.reveal()));
    }
    return request;
  }

  private static HttpUriRequestBase post(URI address, ByteBuffer body) {
    var bytes = new byte[body.remaining()];
    body.duplicate().get(bytes);
    var post = new HttpPost(address);
    post.setEntity(new ByteArrayEntity(bytes, ContentType.APPLICATION_JSON));
    return post;
  }

  @Override
  public void close() {
    try {
      http.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
