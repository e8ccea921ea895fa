package dev.godmode.cli;

import dev.godmode.client.GodModeClient;
import dev.godmode.protocol.json.Json;
import java.io.PrintStream;
import java.time.Clock;
import picocli.CommandLine.Option;

/** What all commands share: where to print, and to whom to talk. */
final class Common {

  static final String API = "/api/v1";

  @Option(names = "--json", description = "Print one JSON document on stdout, and nothing else.")
  boolean json;

  final Home home = Home.ofEnvironment();
  final Clock clock = Main.CLOCK;
  final Paint paint = Paint.forTerminal();

  GodModeClient client() {
    return home.client();
  }

  PrintStream out() {
    return System.out;
  }

  /** The answer of a command: the document, or words for people. */
  void answer(Object document, String words) {
    if (json) {
      out().println(Json.write(document));
    } else if (!words.isEmpty()) {
      out().print(Paint.harmless(words.endsWith("\n") ? words : words + "\n"));
    }
  }
}
