package dev.godmode.server.inference;

import dev.godmode.control.engine.Engine;
import dev.godmode.control.inference.Gateway;
import dev.godmode.control.inference.Keys;
import dev.godmode.control.inference.ModelServer;
import dev.godmode.control.inference.ModelsFile;
import dev.godmode.control.inference.PatientGateway;
import dev.godmode.control.inference.Providers;
import dev.godmode.control.inference.Purses;
import dev.godmode.control.inference.Relay;
import dev.godmode.control.inference.UseBooks;
import dev.godmode.control.inference.cache.AnswerCaches;
import dev.godmode.control.inference.cache.CachedGateway;
import dev.godmode.control.inference.dialect.Origin;
import dev.godmode.control.inference.replica.Replicas;
import dev.godmode.control.journal.Journal;
import dev.godmode.control.journal.Journal.LedgerQuery;
import dev.godmode.control.memory.Embedder;
import dev.godmode.control.secret.SecretSources;
import dev.godmode.control.serving.ServerDesk;
import dev.godmode.control.serving.WaitingRoom;
import dev.godmode.control.step.ModelSteps;
import dev.godmode.control.step.StepBook;
import dev.godmode.kernel.Command.NoteModelUse;
import dev.godmode.protocol.event.FleetEvent.ModelsCalled;
import dev.godmode.protocol.inference.Caller;
import dev.godmode.server.service.NodeServices;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Everything the gateway consists of, put together. */
public record Models(
    CachedGateway gateway,
    Providers providers,
    ModelsFile file,
    UseBooks books,
    Purses purses,
    NodeServices services,
    ServerDesk servers,
    Branch branch) {

  /**
   * What is reached beyond this process.
   *
   * @param server providers that control reaches by itself
   * @param services those that nodes reach
   * @param embedders say what questions mean
   */
  public record Outside(
      ModelServer server,
      NodeServices services,
      AnswerCaches.Opener caches,
      Embedder.Source embedders) {}

  /** Where time and ids come from. */
  public record Sources(InstantSource clock, LongSupplier nanos, Supplier<String> ids) {}

  /**
   * What replicas of the gateway need of it.
   *
   * @param relay asks what only control reaches
   * @param waits for servers that come when they are asked for
   * @param secrets open providers and caches
   */
  public record Branch(
      Replicas replicas, Relay relay, PatientGateway waits, Supplier<SecretSources> secrets) {}

  /** Where what was asked is written down. */
  public record Records(Engine engine, Journal journal, StepBook steps) {}

  /** So many of the ledger's last entries tell what was spent before. */
  private static final int RECALLED_MAX = 10_000;

  /**
   * Puts it together.
   *
   * @param file that says which providers there are
   */
  public static Models open(
      Records records,
      Supplier<SecretSources> secrets,
      Path file,
      Outside outside,
      Sources sources) {
    var keys = new Keys(secrets);
    var server = outside.services().beside(outside.server());
    var providers = new Providers(server, keys, sources.nanos());
    outside.services().offerTo(providers);
    var room = new WaitingRoom(sources.nanos());
    providers.whenOffered(room::wake);
    var purses = new Purses(sources.clock());
    var books =
        new UseBooks(
            purses,
            new ModelSteps(records.steps(), sources.clock(), sources.ids()),
            use -> records.engine().submit("control", new NoteModelUse(use)));
    Supplier<Origin> origins =
        () -> new Origin(sources.ids().get(), sources.clock().instant().getEpochSecond());
    var gateway =
        new PatientGateway(
            new Gateway(providers, server, keys, books, origins), providers, room, origins);
    var caches = new AnswerCaches(outside.caches(), sources.nanos());
    var models =
        new Models(
            new CachedGateway(gateway, providers, books, caches, outside.embedders()),
            providers,
            new ModelsFile(
                file,
                table -> {
                  providers.set(table.providers(), table.aliases());
                  books.price(table.prices());
                  purses.set(table.budgets());
                  caches.set(table.cache());
                }),
            books,
            purses,
            outside.services(),
            new ServerDesk(records.engine(), providers, room, sources.clock(), sources.ids()),
            new Branch(
                new Replicas(books, sources.nanos()),
                new Relay(providers, server),
                gateway,
                secrets));
    models.recall(records.journal());
    return models;
  }

  private void recall(Journal journal) {
    if (file.table().budgets().isEmpty()) {
      return;
    }
    for (var entry : journal.search(LedgerQuery.last(ModelsCalled.class, RECALLED_MAX))) {
      if (entry.event() instanceof ModelsCalled(var use)) {
        purses.recall(
            new Caller(use.who(), use.attempt(), use.agent(), use.stream()),
            use.cost(),
            entry.at());
      }
    }
  }
}
