package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.MemoryViews.ImportedMemories;
import dev.godmode.protocol.api.MemoryViews.MemoryStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Notes that come from elsewhere, and memories that go there. */
final class MemoryTransfer {

  private static final String MEMORY = API + "/memory";

  private MemoryTransfer() {}

  @Command(
      name = "import",
      description =
          "Remember the notes of FILE, one JSON object a line; what is there already stays once.")
  static final class Import implements Callable<Integer> {

    @Mixin Common common = new Common();

    @Parameters(
        paramLabel = "FILE",
        description =
            "The text may be under text, message, content or title. Or a folder with index.faiss and memories.jsonl.")
    Path file = Path.of("");

    @Option(
        names = "--scope",
        description = "Of all of them; as usual their own where they say one, else fleet.")
    Optional<String> scope = Optional.empty();

    @Override
    public Integer call() throws IOException {
      try (var client = common.client()) {
        var all = Files.isDirectory(file) ? folder(client) : lines(client);
        common.answer(all, MemoryParts.words(common.paint, all));
        return all.leftOut() > 0 && all.remembered() + all.known() == 0 ? Exit.FAILED : Exit.OK;
      }
    }

    private ImportedMemories lines(GodModeClient client) throws IOException {
      if (!Files.isRegularFile(file)) {
        throw new Trouble("there is no file " + file);
      }
      var parts = parts(client, Optional.empty());
      for (var part : LineParts.of(Files.readAllBytes(file), MemoryParts.BYTES)) {
        parts.send(part.lines(), part.before());
      }
      return parts.all();
    }

    private ImportedMemories folder(GodModeClient client) throws IOException {
      var folder = new FaissFolder(file);
      try (var index = folder.open()) {
        var rows = folder.rows(index);
        var embedder = folder.embedder(rows.dimensions());
        var parts = parts(client, embedder);
        FaissImport.send(folder, rows, embedder.isPresent(), parts);
        return embedder.isPresent() ? parts.all() : anew(parts.all(), folder);
      }
    }

    private static ImportedMemories anew(ImportedMemories all, FaissFolder folder) {
      return new ImportedMemories(
          all.remembered(),
          all.known(),
          all.leftOut(),
          all.named(),
          Optional.of("nothing says whose these vectors are, %s would".formatted(folder.about())));
    }

    private MemoryParts parts(GodModeClient client, Optional<String> embedder) {
      return new MemoryParts(
          client,
          GodModeClient.path(
              MEMORY + "/import",
              Map.of(
                  "source", Optional.of(file.toAbsolutePath().normalize().getFileName().toString()),
                  "scope", scope,
                  "embedder", embedder)));
    }
  }

  @Command(
      name = "export",
      description = "Write memories as JSON Lines, the newest first; import reads them.")
  static final class Export implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "Standard output without it.")
    Optional<Path> file = Optional.empty();

    @Option(
        names = "--faiss",
        paramLabel = "FOLDER",
        description = "Into a new folder, with what they mean as an index that faiss reads.")
    Optional<Path> faiss = Optional.empty();

    @Option(names = "--scope", description = "Only of this scope.")
    Optional<String> scope = Optional.empty();

    @Option(names = "--tag", description = "Only with this tag.")
    Optional<String> tag = Optional.empty();

    @Override
    public Integer call() throws IOException {
      try (var client = common.client()) {
        if (faiss.isEmpty()) {
          return Exports.write(common, client, path(Optional.empty()), file);
        }
        if (file.isPresent()) {
          throw new Trouble("say a file, or --faiss and a folder: not both");
        }
        var status = client.get(MemoryStatus.class, MEMORY + "/status");
        if (status.embedder().isEmpty()) {
          throw new Trouble(status.noMeaning().orElse("nothing is remembered yet"));
        }
        return folder(client, faiss.get(), status.embedder());
      }
    }

    private Integer folder(GodModeClient client, Path folder, String embedder) throws IOException {
      try (var lines = client.lines(path(Optional.of(embedder)))) {
        var written = FaissExport.write(folder, embedder, lines.iterator());
        common.answer(
            written,
            "%d written to %s, of %d dimensions by %s%s"
                .formatted(
                    written.rows(),
                    folder,
                    written.dimensions(),
                    embedder,
                    written.leftOut() == 0
                        ? ""
                        : "; %d could not be embedded, and are left out"
                            .formatted(written.leftOut())));
        return Exit.OK;
      }
    }

    private String path(Optional<String> embedder) {
      return GodModeClient.path(
          MEMORY + "/export", Map.of("scope", scope, "tag", tag, "embedder", embedder));
    }
  }
}
