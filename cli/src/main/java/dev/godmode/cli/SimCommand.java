package dev.godmode.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Puts the kernel through bad minutes of a simulated fleet. */
@Command(
    name = "sim",
    mixinStandardHelpOptions = true,
    description = {
      "Simulate a fleet's bad minutes, one for each seed: control and workers are killed, links",
      "break or go deaf, people change their minds. Every promise is held against what happened."
    })
final class SimCommand implements Callable<Integer> {

  @Mixin Common common = new Common();

  @Option(names = "--seeds", description = "How many.", defaultValue = "1000")
  long seeds;

  @Option(names = "--from", description = "The first seed.", defaultValue = "1")
  long from;

  @Option(
      names = "--bug",
      description =
          "Plant a bug to see it found: effects_before_commit, fence_ignored, report_not_spooled, tail_cut_off, projection_torn.",
      defaultValue = "none")
  String bug = "none";

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (seeds < 1) {
      throw new Trouble("--seeds must be 1 or more, was " + seeds);
    }
    var arguments =
        List.of(
            String.valueOf(seeds),
            String.valueOf(from),
            bug.toUpperCase(Locale.ROOT).replace('-', '_'),
            common.json ? "json" : "words");
    return new ProcessBuilder(OwnProgram.command("dev.godmode.testkit.sim.Main", arguments))
        .inheritIO()
        .start()
        .waitFor();
  }
}
