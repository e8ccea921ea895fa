package dev.godmode.server.inference;

import dev.godmode.control.engine.Engine;
import dev.godmode.control.inference.Gateway;
import dev.godmode.control.inference.Keys;
import dev.godmode.control.inference.ModelServer;
import dev.godmode.control.inference.ModelsFile;
import dev.godmode.control.inference.Providers;
import dev.godmode.control.inference.UseBooks;
import dev.godmode.control.inference.dialect.Origin;
import dev.godmode.control.secret.SecretSources;
import dev.godmode.kernel.Command.NoteModelUse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Everything the gateway consists of, put together. */
public record Models(Gateway gateway, Providers providers, ModelsFile file, UseBooks books) {

  /** Where time and ids come from. */
  public record Sources(InstantSource clock, LongSupplier nanos, Supplier<String> ids) {}

  /**
   * Puts it together.
   *
   * @param file that says which providers there are
   */
  public static Models open(
      Engine engine,
      Supplier<SecretSources> secrets,
      Path file,
      ModelServer server,
      Sources sources) {
    var keys = new Keys(secrets);
    var providers = new Providers(server, keys, sources.nanos());
    var books =
        new UseBooks(
            use -> {
              var _ = engine.submit("control", new NoteModelUse(use));
            });
    var gateway =
        new Gateway(
            providers,
            server,
            keys,
            books,
            () -> new Origin(sources.ids().get(), sources.clock().instant().getEpochSecond()));
    return new Models(
        gateway,
        providers,
        new ModelsFile(
            file,
            table -> {
              providers.set(table.providers(), table.aliases());
              books.price(table.prices());
            }),
        books);
  }
}
