package dev.godmode.control.secret;

import dev.godmode.control.secret.SecretSource.Absent;
import dev.godmode.control.secret.SecretSource.Finding;
import dev.godmode.control.secret.SecretSource.Found;
import dev.godmode.control.secret.SecretSource.Trouble;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** Sources in the order in which they are asked. */
public record SecretSources(List<SecretSource> inOrder) {

  public SecretSources {
    inOrder = List.copyOf(inOrder);
  }

  /**
   * What the sources have for a name.
   *
   * @param source which one has it, or is in trouble; empty when none has it
   */
  public record Answer(Finding finding, Optional<String> source) {}

  /** Asks one after the other until one has it, or is in trouble. */
  public Answer find(String name) {
    for (var source : inOrder) {
      switch (source.find(name)) {
        case Absent _ -> {}
        case Found found -> {
          return new Answer(found, Optional.of(source.words()));
        }
        case Trouble trouble -> {
          return new Answer(trouble, Optional.of(source.words()));
        }
      }
    }
    return new Answer(new Absent(), Optional.empty());
  }

  /**
   * The value of a name that somebody needs now, as the key to something.
   *
   * @param fault is made of why there is none, in words for people
   */
  public SecretValue value(String name, Function<String, ? extends RuntimeException> fault) {
    return switch (find(name).finding()) {
      case Found(var value) -> value;
      case Absent _ -> throw fault.apply("its key has no value: gm secrets set " + name);
      case Trouble(var why, _) ->
          throw fault.apply("its key, the secret '%s', cannot be had: %s".formatted(name, why));
    };
  }

  /** All names that sources list. */
  public List<String> names() {
    var all = new TreeSet<String>();
    inOrder.forEach(source -> all.addAll(source.names()));
    return List.copyOf(all);
  }

  /** The first source that takes values. */
  public Optional<SecretSource> writable() {
    return inOrder.stream().filter(source -> source.writable().isPresent()).findFirst();
  }
}
