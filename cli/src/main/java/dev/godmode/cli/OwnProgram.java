package dev.godmode.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a program of ours that is run to its end in a process of its own. */
final class OwnProgram {

  private OwnProgram() {}

  static List<String> command(String main, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xlog:disable"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(arguments);
    return command;
  }
}
