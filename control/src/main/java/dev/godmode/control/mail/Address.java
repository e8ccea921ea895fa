package dev.godmode.control.mail;

import dev.godmode.protocol.task.TaskId;
import dev.godmode.protocol.text.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a message goes: {@code task:ID} to whoever works on it, {@code agent:TYPE} to one of its
 * attempts, {@code topic:NAME} to all who follow it, {@code people} to people.
 *
 * @param name empty for people
 */
public record Address(Kind kind, String name) {

  public static final Address PEOPLE = new Address(Kind.PEOPLE, "");

  private static final String WHAT =
      "a message goes to task:ID, agent:TYPE, topic:NAME or people, not '%s'%s";
  private static final Pattern TOPIC = Pattern.compile("[a-z0-9][a-z0-9._-]{0,59}");

  /** Kinds of addresses. */
  public enum Kind {
    TASK,
    AGENT,
    TOPIC,
    PEOPLE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Address {
    if (kind == Kind.PEOPLE ? !name.isEmpty() : name.isBlank() || name.length() > 200) {
      throw new IllegalArgumentException(WHAT.formatted(kind.word() + ":" + name, ""));
    }
    if (kind == Kind.TOPIC && !TOPIC.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a topic has 1 to 60 small letters, digits and . _ - between, not '%.80s'"
              .formatted(name));
    }
  }

  public static Address task(TaskId task) {
    return new Address(Kind.TASK, task.value());
  }

  public static Address agent(String type) {
    return new Address(Kind.AGENT, type);
  }

  public static Address topic(String name) {
    return new Address(Kind.TOPIC, name);
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is none, with what was probably meant
   */
  public static Address parse(String word) {
    if (word.equals(Kind.PEOPLE.word())) {
      return PEOPLE;
    }
    var colon = word.indexOf(':');
    var kind = colon < 0 ? word : word.substring(0, colon);
    if (colon < 0 || !kinds().contains(kind)) {
      throw new IllegalArgumentException(WHAT.formatted(word, Spelling.hint(kind, kinds())));
    }
    return new Address(
        Kind.valueOf(kind.toUpperCase(Locale.ROOT)), word.substring(colon + 1).strip());
  }

  private static List<String> kinds() {
    return Arrays.stream(Kind.values()).map(Kind::word).toList();
  }

  /** As it is written. */
  public String word() {
    return kind == Kind.PEOPLE ? kind.word() : kind.word() + ":" + name;
  }
}
