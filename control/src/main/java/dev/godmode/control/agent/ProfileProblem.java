package dev.godmode.control.agent;

/**
 * What is wrong with a profile file.
 *
 * @param line from 1; 0 when it is about the file as a whole
 */
public record ProfileProblem(String file, int line, String message) {

  @Override
  public String toString() {
    return line == 0
        ? "%s: %s".formatted(file, message)
        : "%s:%d: %s".formatted(file, line, message);
  }
}
