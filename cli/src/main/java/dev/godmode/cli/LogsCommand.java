package dev.godmode.cli;

import static dev.godmode.cli.Common.API;
import static dev.godmode.client.GodModeClient.encoded;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.api.Requests.LogPage;
import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.stream.LogLine;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a task printed, or what God Mode's own processes say. */
@Command(
    name = "logs",
    description =
        "Show the log of a task, or of control, worker, postgres or gateway on this machine.")
final class LogsCommand implements Callable<Integer> {

  private static final int PAGE = 1_000;
  private static final long TAIL_BYTES = 256 << 10;

  @Mixin Common common = new Common();

  @Parameters(
      paramLabel = "TASK|control|worker|postgres|gateway",
      arity = "0..1",
      defaultValue = "control")
  String what = "control";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on as lines come.")
  boolean follow;

  @Option(names = "--attempt", description = "Which attempt; the last unless told.")
  Optional<Integer> attempt = Optional.empty();

  @Option(
      names = {"-n", "--lines"},
      description = "At most this many last lines of a process log.")
  int lines = 100;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return switch (what) {
      case "control" -> process(common.home.controlLog());
      case "worker" -> process(common.home.workerLog());
      case "postgres" -> process(common.home.postgresLog());
      case "gateway" -> process(common.home.gatewayLog());
      default -> task();
    };
  }

  private Integer task() {
    try (var client = common.client()) {
      var all = new ArrayList<LogLine>();
      var from = 1L;
      LogPage page;
      do {
        page = client.get(LogPage.class, path("/log", from));
        if (!common.json) {
          page.lines().forEach(this::print);
        }
        all.addAll(page.lines());
        from = page.nextLine();
      } while (page.lines().size() >= PAGE);
      if (follow && !page.complete()) {
        tail(client, from);
      } else if (common.json) {
        common.answer(all, "");
      }
    }
    return Exit.OK;
  }

  private String path(String end, long from) {
    return GodModeClient.path(
        API + "/tasks/" + encoded(what) + end,
        Map.of(
            "attempt", attempt.map(String::valueOf),
            "from", Optional.of(String.valueOf(from)),
            "limit", Optional.of(String.valueOf(PAGE))));
  }

  private void tail(GodModeClient client, long from) {
    client.follow(
        path("/log/tail", from),
        event -> {
          if (event.name().equals("lines")) {
            List.of(Json.read(LogLine[].class, event.data())).forEach(this::print);
          }
          return !event.name().equals("end");
        });
  }

  private void print(LogLine line) {
    var text =
        switch (line.source()) {
          case STDOUT -> line.text();
          case STDERR -> common.paint.warn(line.text());
          case CHECK -> common.paint.dim("check  ") + line.text();
          case SYSTEM -> common.paint.dim("worker ") + line.text();
        };
    if (line.partial()) {
      common.out().print(text);
      common.out().flush();
    } else {
      common.out().println(text);
    }
  }

  private Integer process(Path file) throws IOException, InterruptedException {
    if (!Files.exists(file)) {
      throw new Trouble("there is no log %s yet: start God Mode with ./gmup".formatted(file));
    }
    var position = Files.size(file);
    var tail = tail(file);
    var last = tail.subList(Math.max(0, tail.size() - lines), tail.size());
    common.answer(last, String.join("\n", last));
    while (follow) {
      position = more(file, position);
      TimeUnit.MILLISECONDS.sleep(200);
    }
    return Exit.OK;
  }

  static List<String> tail(Path file) throws IOException {
    try (var open = new RandomAccessFile(file.toFile(), "r")) {
      open.seek(Math.max(0, open.length() - TAIL_BYTES));
      var bytes = new byte[(int) (open.length() - open.getFilePointer())];
      open.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }
  }

  private long more(Path file, long position) throws IOException {
    try (var open = new RandomAccessFile(file.toFile(), "r")) {
      if (open.length() <= position) {
        return Math.min(position, open.length());
      }
      open.seek(position);
      var bytes = new byte[(int) Math.min(TAIL_BYTES, open.length() - position)];
      open.readFully(bytes);
      common.out().print(new String(bytes, StandardCharsets.UTF_8));
      common.out().flush();
      return position + bytes.length;
    }
  }
}
