package dev.godmode.cli;

import static dev.godmode.cli.Common.API;

import dev.godmode.protocol.api.Requests.Because;
import dev.godmode.protocol.api.Requests.Done;
import dev.godmode.protocol.api.Requests.ImportResult;
import dev.godmode.protocol.api.Requests.Switch;
import dev.godmode.protocol.api.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Commands for the fleet as a whole: stop, autopilot, roadmap. */
final class FleetCommands {

  private FleetCommands() {}

  @Command(name = "stop", description = "STOP: start nothing new, stop what runs; until gm resume.")
  static final class Stop implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(paramLabel = "REASON", arity = "0..1")
    Optional<String> reason = Optional.empty();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var done = client.post(Done.class, API + "/stop", new Because(reason));
        common.answer(done, done.message());
      }
      return Exit.OK;
    }
  }

  @Command(name = "resume", description = "Go on after a stop.")
  static final class Resume implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var done = client.post(Done.class, API + "/resume", new Because(Optional.empty()));
        common.answer(done, done.message());
      }
      return Exit.OK;
    }
  }

  @Command(
      name = "unfreeze",
      description =
          "Say that the nodes that fell silent at once are gone: they are lost, their work moves.")
  static final class Unfreeze implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var done = client.post(Done.class, API + "/unfreeze", new Because(Optional.empty()));
        common.answer(done, done.message());
      }
      return Exit.OK;
    }
  }

  @Command(
      name = "fleet",
      description = "Act on the fleet as a whole.",
      subcommands = {Unfreeze.class})
  static final class Fleet {}

  /** A switch's two positions. */
  enum Position {
    on,
    off
  }

  @Command(
      name = "autopilot",
      description = "Switch the autopilot: off keeps roadmap tasks waiting.")
  static final class Autopilot implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(paramLabel = "on|off")
    Position position = Position.on;

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var done = client.post(Done.class, API + "/autopilot", new Switch(position == Position.on));
        common.answer(done, done.message());
      }
      return Exit.OK;
    }
  }

  @Command(
      name = "import",
      description = "Import roadmap lines from a file (- for standard input).")
  static final class Import implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(paramLabel = "FILE")
    String file = "";

    @Override
    public Integer call() throws IOException {
      var text = file.equals("-") ? System.in.readAllBytes() : read(Path.of(file));
      try (var client = common.client()) {
        var result = client.postBytes(ImportResult.class, API + "/roadmap/import", text);
        common.answer(result, words(result));
      }
      return Exit.OK;
    }

    private static byte[] read(Path path) throws IOException {
      if (!Files.isRegularFile(path)) {
        throw new Trouble("there is no file " + path);
      }
      return Files.readAllBytes(path);
    }

    private String words(ImportResult result) {
      var text = new StringBuilder("Imported %d lines.%n".formatted(result.imported()));
      result
          .quarantined()
          .forEach(
              line ->
                  text.append(common.paint.warn("  line %d set aside: ".formatted(line.line())))
                      .append(line.reason())
                      .append('\n'));
      return text.toString();
    }
  }

  @Command(name = "export", description = "Print the roadmap, or write it to a file.")
  static final class Export implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Parameters(paramLabel = "FILE", arity = "0..1")
    Optional<String> file = Optional.empty();

    @Override
    public Integer call() throws IOException {
      try (var client = common.client()) {
        var text = client.text(API + "/roadmap/export");
        if (file.isPresent()) {
          Files.writeString(Path.of(file.get()), text);
          common.answer(new Done("written to " + file.get()), "Written to " + file.get());
        } else {
          common.answer(text.lines().toList(), text);
        }
      }
      return Exit.OK;
    }
  }

  @Command(name = "status", description = "Show the roadmap file's state: set aside, conflicts.")
  static final class RoadmapStatus implements Callable<Integer> {
    @Mixin Common common = new Common();

    @Override
    public Integer call() {
      try (var client = common.client()) {
        var roadmap = client.get(World.Roadmap.class, API + "/roadmap");
        var text = new StringBuilder("%s, %d lines%n".formatted(roadmap.path(), roadmap.lines()));
        roadmap
            .quarantined()
            .forEach(q -> text.append("  line %d set aside: %s%n".formatted(q.line(), q.reason())));
        roadmap
            .conflicts()
            .forEach(c -> text.append("  #%s needs you: %s%n".formatted(c.key(), c.reason())));
        common.answer(roadmap, text.toString());
      }
      return Exit.OK;
    }
  }

  @Command(
      name = "roadmap",
      description = "Import, export or look at the roadmap.",
      subcommands = {Import.class, Export.class, RoadmapStatus.class})
  static final class Roadmap {}
}
