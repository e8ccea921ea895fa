package dev.godmode.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Puts the kernel through bad minutes of a simulated fleet. */
@Command(
    name = "sim",
    description = {
      "Simulate a fleet's bad minutes, one for each seed: control, workers and database die, stand",
      "still or come back, links break or go deaf, clocks leap, people change their minds. Every",
      "promise is held against what happened."
    })
final class SimCommand implements Callable<Integer> {

  @Mixin Common common = new Common();

  @Option(names = "--seeds", description = "How many.", defaultValue = "1000")
  long seeds;

  @Option(names = "--from", description = "The first seed.", defaultValue = "1")
  long from;

  @Option(
      names = "--bug",
      description = "Plant a bug to see it found; docs/simulator.md lists them.",
      defaultValue = "none")
  String bug = "none";

  @Option(names = "--seed", description = "Only this seed, with --story.")
  Optional<Long> seed = Optional.empty();

  @Option(names = "--story", description = "Tell all that happens under --seed.")
  boolean story;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (seeds < 1) {
      throw new Trouble("--seeds must be 1 or more, was " + seeds);
    }
    if (story && seed.isEmpty()) {
      throw new Trouble("--story tells of one seed: gm sim --seed N --story");
    }
    var arguments =
        List.of(
            String.valueOf(seed.isPresent() ? 1 : seeds),
            String.valueOf(seed.orElse(from)),
            bug.toUpperCase(Locale.ROOT).replace('-', '_'),
            story ? "story" : common.json ? "json" : "words");
    return new ProcessBuilder(OwnProgram.command("dev.godmode.testkit.sim.Main", arguments))
        .inheritIO()
        .start()
        .waitFor();
  }
}
