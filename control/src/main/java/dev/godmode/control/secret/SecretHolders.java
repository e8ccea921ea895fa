package dev.godmode.control.secret;

import dev.godmode.control.secret.SecretSource.Absent;
import dev.godmode.control.secret.SecretSource.Found;
import dev.godmode.control.secret.SecretSource.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which source has which secret, without asking for values where sources can list what they have.
 */
public final class SecretHolders {

  /**
   * One secret.
   *
   * @param source the one that is asked first of those that have it; empty when none has
   * @param trouble why it cannot be told
   */
  public record Holder(String name, Optional<String> source, Optional<String> trouble) {}

  /** A source, what it lists, and what kept it from answering the last time. */
  private static final class Asked {

    private final SecretSource source;
    private final Set<String> listed;
    private Optional<String> trouble = Optional.empty();

    Asked(SecretSource source) {
      this.source = source;
      this.listed = source.names();
    }
  }

  private SecretHolders() {}

  /**
   * All that sources list, and those that somebody names, by name.
   *
   * @param named in config
   */
  public static List<Holder> of(SecretSources sources, List<String> named) {
    var asked = sources.inOrder().stream().map(Asked::new).toList();
    var names = new TreeSet<>(named);
    for (var one : asked) {
      for (var listed : one.listed) {
        if (named.stream().noneMatch(name -> EnvironmentSource.variable(name).equals(listed))) {
          names.add(listed);
        }
      }
    }
    var holders = new ArrayList<Holder>();
    names.forEach(name -> holders.add(holder(name, asked)));
    return holders;
  }

  private static Holder holder(String name, List<Asked> asked) {
    for (var one : asked) {
      var words = Optional.of(one.source.words());
      if (one.listed.contains(name) || one.listed.contains(EnvironmentSource.variable(name))) {
        return new Holder(name, words, Optional.empty());
      }
      if (one.listed.isEmpty() && one.trouble.isEmpty()) {
        switch (one.source.find(name)) {
          case Absent _ -> {}
          case Found _ -> {
            return new Holder(name, words, Optional.empty());
          }
          case Trouble(var why, _) -> one.trouble = Optional.of(why); // asked once, not for each
        }
      }
      if (one.trouble.isPresent()) {
        return new Holder(name, words, one.trouble);
      }
    }
    return new Holder(name, Optional.empty(), Optional.empty());
  }
}
