package dev.godmode.testkit.load;

import dev.godmode.protocol.json.Json;
import dev.godmode.protocol.stream.JoinCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.random.RandomGenerator;

/**
 * A fleet under the hand of whoever started it: {@code SLOTS}. Each line of standard input is a
 * join code, and one node more joins; or {@code standing}, answered with a {@link Standing} as a
 * line of JSON; or {@code credentials}, answered with an array of those that the attempts have; or
 * {@code hang-up}, which cuts all streams at once. All nodes vanish with the end of the input.
 */
public final class Main {

  private Main() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("godmode-load");
    var fleet =
        new LoadFleet(folder, Integer.parseInt(args[0]), RandomGenerator.of("L64X128MixRandom"));
    var asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = asked.readLine(); line != null; line = asked.readLine()) {
      switch (line) {
        case "standing" -> System.out.println(Json.write(fleet.standing()));
        case "credentials" -> System.out.println(Json.write(fleet.credentials()));
        case "hang-up" -> fleet.hangUp();
        default -> fleet.join(JoinCode.parse(line));
      }
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
    System.exit(0);
  }
}
