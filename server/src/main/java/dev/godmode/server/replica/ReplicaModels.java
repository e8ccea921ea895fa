package dev.godmode.server.replica;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.godmode.adapters.models.HttpModelServer;
import dev.godmode.control.inference.Dialect;
import dev.godmode.control.inference.Gateway;
import dev.godmode.control.inference.Keys;
import dev.godmode.control.inference.ModelServer;
import dev.godmode.control.inference.PatientGateway;
import dev.godmode.control.inference.Provider;
import dev.godmode.control.inference.Providers;
import dev.godmode.control.inference.Whereabouts.AtUrl;
import dev.godmode.control.inference.Whereabouts.OnNode;
import dev.godmode.control.inference.cache.AnswerCaches;
import dev.godmode.control.inference.cache.CachedGateway;
import dev.godmode.control.inference.dialect.Origin;
import dev.godmode.control.inference.replica.DistantBooks;
import dev.godmode.control.inference.replica.DistantReserve;
import dev.godmode.control.inference.replica.DistantSecrets;
import dev.godmode.control.inference.replica.Reporter;
import dev.godmode.control.inference.replica.TableText;
import dev.godmode.control.memory.Embedder;
import dev.godmode.control.secret.SecretSources;
import dev.godmode.control.secret.SecretValue;
import dev.godmode.protocol.api.ReplicaViews;
import dev.godmode.protocol.api.ReplicaViews.ReplicaTable;
import dev.godmode.server.inference.OpenedCaches;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import tools.jackson.core.JacksonException;

/** The gateway as a replica has it: providers are its own affair, and books are control's. */
final class ReplicaModels implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(ReplicaModels.class.getName());

  /** Where time and ids come from. */
  record Sources(InstantSource clock, LongSupplier nanos, Supplier<String> ids) {}

  private final FleetPort control;
  private final HttpModelServer direct = new HttpModelServer();
  private final HttpModelServer relayed;
  private final Providers providers;
  private final DistantReserve reserve;
  private final Reporter reporter;
  private final DistantBooks books;
  private final AnswerCaches caches;
  private final CachedGateway gateway;

  ReplicaModels(
      FleetPort control,
      SSLContext trust,
      Reporter.Self self,
      Embedder.Source embedders,
      Sources sources) {
    this.control = control;
    this.relayed = HttpModelServer.throughControl(trust);
    var secrets = new SecretSources(List.of(new DistantSecrets(control, sources.nanos())));
    var keys = new Keys(() -> secrets);
    ModelServer server = this::ask;
    this.providers = new Providers(server, keys, sources.nanos());
    this.reserve = new DistantReserve(control, sources.nanos());
    this.reporter = new Reporter(self, control, sources.nanos(), this::learn);
    this.books = new DistantBooks(control, reporter, sources.clock(), sources.ids());
    this.caches =
        new AnswerCaches(new OpenedCaches(() -> secrets, sources.nanos()), sources.nanos());
    Supplier<Origin> origins =
        () -> new Origin(sources.ids().get(), sources.clock().instant().getEpochSecond());
    this.gateway =
        new CachedGateway(
            new PatientGateway(
                new Gateway(providers, server, keys, books, origins), providers, reserve, origins),
            providers,
            books,
            caches,
            embedders);
  }

  CachedGateway gateway() {
    return gateway;
  }

  Providers providers() {
    return providers;
  }

  Reporter reporter() {
    return reporter;
  }

  private ModelServer.Outcome ask(
      Provider provider, Optional<SecretValue> key, ModelServer.Ask ask, Duration patience) {
    return switch (provider.where()) {
      case AtUrl _ -> direct.ask(provider, key, ask, patience);
      case OnNode at ->
          relayed.ask(
              atControl(provider, at),
              Optional.of(new SecretValue(control.secret())),
              ask,
              patience);
    };
  }

  private Provider atControl(Provider provider, OnNode at) {
    return new Provider(
        "control",
        URI.create(
            "%s%s/nodes/%s/%s"
                .formatted(control.address(), ReplicaViews.PATH, at.name(), at.service())),
        Dialect.OPENAI,
        Optional.empty(),
        List.of(),
        provider.patience());
  }

  /** There is something else to know. */
  private void learn(ReplicaTable table) {
    try {
      learn(TableText.read(table));
    } catch (JacksonException | IllegalArgumentException e) {
      LOG.log(
          WARNING,
          "what control says of models is not understood, is it another version? what was known stays",
          e);
    }
  }

  private void learn(TableText.Known known) {
    var fleet = known.fleet();
    providers.set(known.table().providers(), known.table().aliases());
    providers.expect(fleet.startable(), fleet.leaving());
    providers.offer(fleet.offered());
    reserve.expect(fleet.startable());
    books.set(known.table());
    caches.set(known.table().cache());
    LOG.log(
        INFO,
        "models known providers={0} offered={1}",
        known.table().providers().size(),
        fleet.offered().size());
    Thread.startVirtualThread(
        () -> {
          providers.probe();
          reserve.wake();
        });
  }

  @Override
  public void close() {
    caches.close();
    direct.close();
    relayed.close();
    control.close();
  }
}
