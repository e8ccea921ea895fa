package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.MemoryViews.ImportedMemories;
import dev.godmode.protocol.api.MemoryViews.LeftOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    private static final int SHOWN_MAX = 20;

    /** What one request brings; control takes twice as much. */
    private static final int PART_BYTES = 4 << 20;

    @Mixin Common common = new Common();

    @Parameters(
        paramLabel = "FILE",
        description = "The text may be under text, message, content or title.")
    Path file = Path.of("");

    @Option(
        names = "--scope",
        description = "Of all of them; as usual their own where they say one, else fleet.")
    Optional<String> scope = Optional.empty();

    @Override
    public Integer call() throws IOException {
      if (!Files.isRegularFile(file)) {
        throw new Trouble("there is no file " + file);
      }
      var all = new Sum(0, 0, 0, List.of());
      var path =
          GodModeClient.path(
              MEMORY + "/import",
              Map.of("source", Optional.of(file.getFileName().toString()), "scope", scope));
      try (var client = common.client()) {
        for (var part : LineParts.of(Files.readAllBytes(file), PART_BYTES)) {
          all =
              all.plus(client.postBytes(ImportedMemories.class, path, part.lines()), part.before());
        }
      }
      common.answer(all, words(all));
      return all.leftOut() > 0 && all.remembered() + all.known() == 0 ? Exit.FAILED : Exit.OK;
    }

    /** The parts together; lines are those of the file. */
    private record Sum(int remembered, int known, int leftOut, List<LeftOut> named) {

      Sum plus(ImportedMemories part, int before) {
        var lines = new ArrayList<>(named);
        part.named().forEach(line -> lines.add(new LeftOut(before + line.line(), line.why())));
        return new Sum(
            remembered + part.remembered(), known + part.known(), leftOut + part.leftOut(), lines);
      }
    }

    private String words(Sum all) {
      var text = new StringBuilder("%d remembered".formatted(all.remembered()));
      if (all.known() > 0) {
        text.append(", %d were there already".formatted(all.known()));
      }
      if (all.leftOut() > 0) {
        text.append(", %d left out".formatted(all.leftOut()));
      }
      text.append('\n');
      all.named().stream()
          .limit(SHOWN_MAX)
          .forEach(
              line ->
                  text.append(common.paint.warn("  line %d: ".formatted(line.line())))
                      .append(line.why())
                      .append('\n'));
      if (all.leftOut() > SHOWN_MAX) {
        text.append("  and %d more; --json names them\n".formatted(all.leftOut() - SHOWN_MAX));
      }
      return text.toString();
    }
  }

  @Command(
      name = "export",
      description = "Write memories as JSON Lines, the newest first; import reads them.")
  static final class Export implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "Standard output without it.")
    Optional<Path> file = Optional.empty();

    @Option(names = "--scope", description = "Only of this scope.")
    Optional<String> scope = Optional.empty();

    @Option(names = "--tag", description = "Only with this tag.")
    Optional<String> tag = Optional.empty();

    @Override
    public Integer call() throws IOException {
      var path = GodModeClient.path(MEMORY + "/export", Map.of("scope", scope, "tag", tag));
      try (var client = common.client()) {
        return Exports.write(common, client, path, file);
      }
    }
  }
}
