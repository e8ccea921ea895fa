package dev.godmode.adapters.models;

import dev.godmode.control.inference.Dialect;
import dev.godmode.control.inference.ModelServer;
import dev.godmode.control.inference.Provider;
import dev.godmode.control.secret.SecretValue;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;

/**
 * Asks providers over HTTP/1.1. Redirections are not followed: a key goes where it was meant to.
 */
public final class HttpModelServer implements ModelServer, AutoCloseable {

  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);

  /** The version of Anthropic's API that is spoken. */
  private static final String ANTHROPIC_VERSION = "2023-06-01";

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT_PATIENCE)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  @Override
  public Outcome ask(Provider provider, Optional<SecretValue> key, Ask ask, Duration patience) {
    try {
      var response = http.send(request(provider, key, ask, patience), _ -> new PieceQueue());
      return new Answered(new HttpAnswer(response));
    } catch (HttpConnectTimeoutException e) {
      return new NotSent(
          "no connection to %s within %d s"
              .formatted(provider.url(), CONNECT_PATIENCE.toSeconds()));
    } catch (HttpTimeoutException e) {
      return new Lost("no answer within %d s".formatted(patience.toSeconds()), true);
    } catch (ConnectException e) {
      return new NotSent("nothing listens at %s".formatted(provider.url()));
    } catch (IOException e) {
      return broken(provider, e);
    } catch (IllegalArgumentException e) {
      // Such as a key that cannot stand in a header; what the fault says may have it in it.
      return new NotSent("its key cannot stand in a header");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Lost("control is stopping", false);
    }
  }

  private static Outcome broken(Provider provider, IOException fault) {
    return fault.getCause() instanceof UnresolvedAddressException
        ? new NotSent("there is no host '%s'".formatted(provider.url().getHost()))
        : new Lost("the connection broke before an answer came", false);
  }

  private static HttpRequest request(
      Provider provider, Optional<SecretValue> key, Ask ask, Duration patience) {
    var request =
        HttpRequest.newBuilder(URI.create(provider.url() + ask.path()))
            .timeout(patience)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream");
    ask.headers().forEach(request::setHeader);
    if (provider.speaks() == Dialect.ANTHROPIC) {
      request.setHeader("anthropic-version", ANTHROPIC_VERSION);
      key.ifPresent(secret -> request.setHeader("x-api-key", secret.reveal()));
    } else {
      key.ifPresent(secret -> request.setHeader("Authorization", "Bearer " + secret.reveal()));
    }
    return ask.body()
        .map(body -> request.POST(BodyPublishers.ofByteArray(bytes(body))))
        .orElseGet(request::GET)
        .build();
  }

  private static byte[] bytes(ByteBuffer body) {
    var all = new byte[body.remaining()];
    body.duplicate().get(all);
    return all;
  }

  /** An answer over HTTP. */
  private record HttpAnswer(HttpResponse<PieceQueue> response) implements Answer {
    @Override
    public int status() {
      return response.statusCode();
    }

    @Override
    public Optional<Duration> retryAfter() {
      return response
          .headers()
          .firstValue("Retry-After")
          .filter(text -> text.matches("\\d{1,6}"))
          .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    @Override
    public Piece next(Duration patience) {
      return response.body().next(patience);
    }

    @Override
    public void close() {
      response.body().close();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
