package dev.godmode.control.agent;

import dev.godmode.protocol.text.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping's fields, read one by one. What does not fit is noted with its line and reads as
 * absent, so that one pass finds every problem.
 */
public final class YamlFields {

  private static final Set<String> ANY = Set.of();

  private final String file;
  private final List<ProfileProblem> problems;
  private final MappingNode mapping;
  private final Map<String, Node> values = new LinkedHashMap<>();

  private YamlFields(String file, List<ProfileProblem> problems, MappingNode mapping) {
    this.file = file;
    this.problems = problems;
    this.mapping = mapping;
  }

  /** The fields of a mapping that may only have these keys. */
  public static YamlFields of(
      String file, List<ProfileProblem> problems, MappingNode node, Set<String> known) {
    var fields = new YamlFields(file, problems, node);
    for (var tuple : node.getValue()) {
      fields.take(tuple.getKeyNode(), tuple.getValueNode(), known);
    }
    return fields;
  }

  private void take(Node key, Node value, Set<String> known) {
    if (!(key instanceof ScalarNode name)) {
      problem(key, "a key is a plain word");
    } else if (!known.isEmpty() && !known.contains(name.getValue())) {
      problem(key, "unknown key '%s'%s".formatted(name.getValue(), hint(name.getValue(), known)));
    } else if (values.putIfAbsent(name.getValue(), value) != null) {
      problem(key, "the key '%s' is there twice".formatted(name.getValue()));
    }
  }

  private static String hint(String word, Set<String> known) {
    var near = Spelling.hint(word, known);
    return near.isEmpty() ? "; known are " + String.join(", ", new TreeSet<>(known)) : near;
  }

  public void problem(Node at, String message) {
    problems.add(new ProfileProblem(file, line(at), message));
  }

  /** A problem with the key's value, or with the mapping as a whole when the key is not there. */
  public void problem(String key, String message) {
    problem(node(key).orElse(mapping), message);
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  /** The field's line; 0 when it is not there. */
  public int line(String key) {
    return node(key).map(YamlFields::line).orElse(0);
  }

  /** A key with nothing behind it counts as absent. */
  public Optional<Node> node(String key) {
    return Optional.ofNullable(values.get(key)).filter(node -> !node.getTag().equals(Tag.NULL));
  }

  public Optional<String> text(String key) {
    return node(key).flatMap(node -> text(node, "'%s' is a text".formatted(key)));
  }

  private Optional<String> text(Node node, String otherwise) {
    if (node instanceof ScalarNode scalar) {
      return Optional.of(scalar.getValue());
    }
    problem(node, otherwise);
    return Optional.empty();
  }

  /** A text that is something more; what the reader throws says why it is not. */
  public <T> Optional<T> read(String key, Function<String, T> reader) {
    return text(key)
        .flatMap(
            text -> {
              try {
                return Optional.of(reader.apply(text));
              } catch (IllegalArgumentException e) {
                node(key).ifPresent(node -> problem(node, "%s: %s".formatted(key, e.getMessage())));
                return Optional.empty();
              }
            });
  }

  /** A list of texts; one text alone is a list of one. */
  public List<String> texts(String key) {
    return node(key)
        .map(
            node ->
                items(node).stream()
                    .flatMap(item -> text(item, "'%s' is a list of texts".formatted(key)).stream())
                    .toList())
        .orElse(List.of());
  }

  /** A program and its arguments as a list, or one line for the shell. */
  List<String> command(String key) {
    return node(key).map(node -> commandOf(key, node)).orElse(List.of());
  }

  private List<String> commandOf(String key, Node node) {
    if (node instanceof ScalarNode line) {
      return line.getValue().isBlank() ? List.of() : List.of("/bin/sh", "-c", line.getValue());
    }
    return node instanceof SequenceNode ? texts(key) : wrongCommand(key, node);
  }

  private List<String> wrongCommand(String key, Node node) {
    problem(node, "'%s' is a list of words, or one line for the shell".formatted(key));
    return List.of();
  }

  public Map<String, String> map(String key) {
    return fields(key, ANY).map(YamlFields::allTexts).orElse(Map.of());
  }

  private Map<String, String> allTexts() {
    var all = new LinkedHashMap<String, String>();
    values.keySet().forEach(key -> text(key).ifPresent(value -> all.put(key, value)));
    return all;
  }

  /** The fields of a mapping inside this one; with no known keys any key goes. */
  public Optional<YamlFields> fields(String key, Set<String> known) {
    return node(key)
        .flatMap(node -> fields(node, "'%s' has keys of its own".formatted(key), known));
  }

  private Optional<YamlFields> fields(Node node, String otherwise, Set<String> known) {
    if (node instanceof MappingNode mapping) {
      return Optional.of(of(file, problems, mapping, known));
    }
    problem(node, otherwise);
    return Optional.empty();
  }

  /** Each item of a list, either a text or a mapping with these keys. */
  public <T> List<T> each(
      String key, Set<String> known, Function<String, T> ofText, Function<YamlFields, T> ofFields) {
    var all = new ArrayList<T>();
    for (var item : node(key).map(YamlFields::items).orElse(List.of())) {
      try {
        if (item instanceof ScalarNode scalar) {
          all.add(ofText.apply(scalar.getValue()));
        } else {
          fields(item, "'%s' is a list".formatted(key), known).map(ofFields).ifPresent(all::add);
        }
      } catch (IllegalArgumentException e) {
        problem(item, String.valueOf(e.getMessage()));
      }
    }
    return all;
  }

  private static List<Node> items(Node node) {
    return node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
  }
}
