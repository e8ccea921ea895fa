package dev.godmode.control.secret;

import dev.godmode.control.agent.ConfigText;
import dev.godmode.control.agent.ProfileProblem;
import dev.godmode.control.secret.SecretSource.Finding;
import dev.godmode.control.secret.SecretSource.Trouble;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The sources that the workspace's {@code secrets.yaml} names; without the file control's
 * environment, then a {@code .env} in control's own folder. A file that becomes wrong changes
 * nothing; one that is wrong from the start gives no secret away, and says why.
 */
public final class SecretsFile {

  /** What the file is called in a workspace. */
  public static final String NAME = "secrets.yaml";

  /**
   * How it stands.
   *
   * @param problems why the file as it is now is not in force
   */
  public record Standing(
      SecretSources sources, List<BrokerRule> brokers, List<ProfileProblem> problems) {
    public Standing {
      brokers = List.copyOf(brokers);
      problems = List.copyOf(problems);
    }
  }

  /**
   * Where things are.
   *
   * @param workspace holds the file
   * @param user the person's home folder
   * @param usual the {@code .env} that is used when there is no file
   */
  public record Places(Path workspace, Path user, Path usual) {}

  private final Places places;
  private final Function<SourceSpec, SecretSource> open;
  private volatile Optional<Standing> standing = Optional.empty();
  private Optional<String> looked = Optional.empty();

  /**
   * Sources that follow a file.
   *
   * @param open makes a source of what the file says
   */
  public SecretsFile(Places places, Function<SourceSpec, SecretSource> open) {
    this.places = places;
    this.open = open;
    runOnce();
  }

  public SecretSources sources() {
    return standing().sources();
  }

  public Standing standing() {
    return standing.orElseThrow();
  }

  /** Looks whether a person changed the file. */
  public synchronized void runOnce() {
    var text = ConfigText.read(places.workspace().resolve(NAME));
    if (standing.isPresent() && text.equals(looked)) {
      return;
    }
    looked = text;
    standing = Optional.of(text.map(this::read).orElseGet(() -> good(usual(), List.of())));
  }

  private List<SourceSpec> usual() {
    return List.of(new SourceSpec.Environment(), new SourceSpec.DotenvFile(places.usual()));
  }

  private Standing good(List<SourceSpec> specs, List<BrokerRule> brokers) {
    return new Standing(new SecretSources(specs.stream().map(open).toList()), brokers, List.of());
  }

  private Standing read(String text) {
    var reading =
        SecretsReader.read(text, new SecretsReader.Places(places.workspace(), places.user()));
    if (reading.problems().isEmpty()) {
      return good(reading.sources().orElseGet(this::usual), reading.brokers());
    }
    var why = reading.problems().getFirst().toString();
    return new Standing(
        standing
            .map(Standing::sources)
            .orElseGet(() -> new SecretSources(List.of(new Unreadable(why)))),
        standing.map(Standing::brokers).orElse(List.of()),
        reading.problems());
  }

  /** Stands for sources that nobody can make out. */
  private record Unreadable(String why) implements SecretSource {
    @Override
    public String words() {
      return NAME;
    }

    @Override
    public Finding find(String name) {
      return new Trouble(why, false);
    }

    @Override
    public Set<String> names() {
      return Set.of();
    }
  }
}
