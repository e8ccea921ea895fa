package dev.godmode.control.access;

import dev.godmode.control.agent.ConfigText;
import dev.godmode.control.agent.ProfileProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The workspace's {@code people.yaml}, followed. A file that becomes wrong changes nothing; one
 * that is wrong from the start lets nobody in, and a file that is gone lets nobody in either.
 */
public final class RollFile {

  /**
   * How it stands.
   *
   * @param problems why the file as it is now is not in force
   */
  public record Standing(Roll roll, List<ProfileProblem> problems) {
    public Standing {
      problems = List.copyOf(problems);
    }
  }

  private final Path file;
  private final Consumer<List<ProfileProblem>> wrong;
  private volatile Standing standing = new Standing(Roll.EMPTY, List.of());
  private Optional<String> looked = Optional.empty();

  /**
   * What a file says.
   *
   * @param wrong told once of each text that is not taken
   */
  public RollFile(Path file, Consumer<List<ProfileProblem>> wrong) {
    this.file = file;
    this.wrong = wrong;
    runOnce();
  }

  public Roll roll() {
    return standing.roll();
  }

  public Standing standing() {
    return standing;
  }

  /** Looks whether a person changed the file. */
  public synchronized void runOnce() {
    var text = ConfigText.read(file);
    if (text.equals(looked)) {
      return;
    }
    looked = text;
    var reading =
        text.map(RollReader::read).orElseGet(() -> new RollReader.Reading(Roll.EMPTY, List.of()));
    standing =
        new Standing(
            reading.problems().isEmpty() ? reading.roll() : standing.roll(), reading.problems());
    if (!reading.problems().isEmpty()) {
      wrong.accept(reading.problems());
    }
  }
}
