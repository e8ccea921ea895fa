package dev.godmode.protocol.text;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A skill tag with what is said of its version: what a node offers ({@code java@21.0.5}, {@code
 * zone:eu}), or what a task asks for ({@code java}, {@code java>=21}, {@code git@2.39}, {@code
 * python<4}).
 *
 * <p>Case and the forms of Unicode (NFKC) make no difference. {@code java@21+} is another way to
 * write {@code java>=21} that no shell takes for a redirection.
 *
 * @param version empty exactly when the relation is {@link Relation#ANY}
 */
public record SkillTag(String name, Relation relation, Optional<Version> version) {

  /** How a version must stand to the one that is named. */
  public enum Relation {
    ANY(""),
    AT_LEAST(">="),
    MORE(">"),
    AT_MOST("<="),
    LESS("<"),
    /** It, or one of its kind: 2.39.5 is a 2.39. */
    LIKE("@");

    private final String sign;

    Relation(String sign) {
      this.sign = sign;
    }
  }

  public static final int LENGTH_MAX = 100;

  private static final Map<String, Relation> SIGNS =
      Map.of(
          ">=", Relation.AT_LEAST,
          ">", Relation.MORE,
          "<=", Relation.AT_MOST,
          "<", Relation.LESS,
          "@", Relation.LIKE,
          "=", Relation.LIKE,
          "==", Relation.LIKE);
  private static final Pattern FORM = Pattern.compile("([^<>=@]*)(>=|<=|==|[<>=@])?(.*)");
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}:._+/#-]*");

  /**
   * Reads what a task asks for.
   *
   * @throws IllegalArgumentException when it is not written so; the message says how
   */
  public static SkillTag wanted(String text) {
    var form = FORM.matcher(normal(text));
    if (!form.matches() || text.length() > LENGTH_MAX) {
      throw bad(text, "it has at most %d characters".formatted(LENGTH_MAX));
    }
    var name = form.group(1);
    if (!NAME.matcher(name).matches()) {
      throw bad(text, "a tag has letters, digits and : . _ + - / #");
    }
    var sign = form.group(2);
    return sign == null ? any(name) : wanted(text, name, sign, form.group(3));
  }

  private static SkillTag wanted(String text, String name, String sign, String said) {
    var orNewer = sign.equals("@") && said.endsWith("+");
    var number = orNewer ? said.substring(0, said.length() - 1) : said;
    var version =
        Version.exactly(number)
            .orElseThrow(
                () ->
                    bad(
                        text,
                        "after '%s' comes a version of numbers and dots, like 21 or 2.39"
                            .formatted(sign)));
    var relation = orNewer ? Relation.AT_LEAST : Optional.ofNullable(SIGNS.get(sign)).orElseThrow();
    return new SkillTag(name, relation, Optional.of(version));
  }

  /** What a task asks for, where a text that is no tag is taken for a name that nobody offers. */
  public static SkillTag wantedOrName(String text) {
    try {
      return wanted(text);
    } catch (IllegalArgumentException e) {
      return any(normal(text));
    }
  }

  /**
   * Reads what an operator offers: {@code zone:eu} or {@code java@21.0.5}.
   *
   * @throws IllegalArgumentException when it is not written so; the message says how
   */
  public static SkillTag offered(String text) {
    var tag = wanted(text);
    return switch (tag.relation()) {
      case ANY, LIKE -> tag;
      case AT_LEAST, MORE, AT_MOST, LESS ->
          throw bad(text, "a node offers one version, like %s@21".formatted(tag.name()));
    };
  }

  private static SkillTag any(String name) {
    return new SkillTag(name, Relation.ANY, Optional.empty());
  }

  private static IllegalArgumentException bad(String text, String why) {
    return new IllegalArgumentException(
        "'%s' is not a skill tag like java, java>=21 or git@2.39: %s".formatted(text, why));
  }

  private static String normal(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\s*(>=|<=|==|[<>=@])\\s*", "$1")
        .strip();
  }

  /**
   * Whether a version that is offered will do.
   *
   * @param offered empty when nobody knows which it is: good enough only where any is
   */
  public boolean acceptedBy(Optional<Version> offered) {
    if (relation == Relation.ANY) {
      return true;
    }
    if (offered.isEmpty()) {
      return false;
    }
    var asked = version.orElseThrow();
    var order = offered.get().compareTo(asked);
    return switch (relation) {
      case ANY -> true;
      case AT_LEAST -> order >= 0;
      case MORE -> order > 0;
      case AT_MOST -> order <= 0;
      case LESS -> order < 0;
      case LIKE -> offered.get().isA(asked);
    };
  }

  /** As people write it. */
  @Override
  public String toString() {
    return name + relation.sign + version.map(Version::toString).orElse("");
  }
}
