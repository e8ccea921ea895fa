package dev.godmode.audit.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A place in YAML (and so in JSON), read with patience: what is not there is empty. Aliases are
 * followed where a path leads, never as a whole, so that a bomb of aliases stays small.
 */
public final class YamlView {

  private static final int CHARACTERS_MAX = 1 << 20;
  private static final String MERGE = "<<";
  private static final int MERGES_MAX = 8;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setCodePointLimit(CHARACTERS_MAX)
          .setAllowDuplicateKeys(true)
          .setUseMarks(true)
          .build();

  private final Node node;

  private YamlView(Node node) {
    this.node = node;
  }

  /** Its documents, as far as they can be read; empty at the end when the text is not YAML. */
  public static Optional<List<YamlView>> documents(String text) {
    var found = new ArrayList<YamlView>();
    try {
      new Compose(SETTINGS).composeAllFromString(text).forEach(n -> found.add(new YamlView(n)));
      return Optional.of(found);
    } catch (YamlEngineException | StackOverflowError e) {
      return Optional.empty();
    }
  }

  /** From 1. */
  public int line() {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  /** A scalar that is not null. */
  public Optional<String> text() {
    return node instanceof ScalarNode scalar && !node.getTag().equals(Tag.NULL)
        ? Optional.of(scalar.getValue())
        : Optional.empty();
  }

  public boolean isTrue() {
    return text().filter("true"::equalsIgnoreCase).isPresent();
  }

  /** What lies at the end of the keys. */
  public Optional<YamlView> at(String... keys) {
    var place = Optional.of(this);
    for (var key : keys) {
      place = place.flatMap(view -> Optional.ofNullable(view.entries().get(key)));
    }
    return place;
  }

  public String textAt(String... keys) {
    return at(keys).flatMap(YamlView::text).orElse("");
  }

  /** A sequence's items; empty for anything else. */
  public List<YamlView> items() {
    return node instanceof SequenceNode sequence
        ? sequence.getValue().stream().map(YamlView::new).toList()
        : List.of();
  }

  public List<YamlView> itemsAt(String... keys) {
    return at(keys).map(YamlView::items).orElse(List.of());
  }

  /** A mapping's entries with those it merges in; empty for anything else. */
  public Map<String, YamlView> entries() {
    return entries(MERGES_MAX);
  }

  private Map<String, YamlView> entries(int mergesLeft) {
    var entries = new LinkedHashMap<String, YamlView>();
    if (node instanceof MappingNode mapping) {
      for (var tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          if (!key.getValue().equals(MERGE)) {
            entries.put(key.getValue(), new YamlView(tuple.getValueNode()));
          } else if (mergesLeft > 0) {
            merged(new YamlView(tuple.getValueNode()), mergesLeft - 1)
                .forEach(entries::putIfAbsent);
          }
        }
      }
    }
    return entries;
  }

  private static Map<String, YamlView> merged(YamlView view, int mergesLeft) {
    var all = new LinkedHashMap<>(view.entries(mergesLeft));
    view.items().forEach(item -> item.entries(mergesLeft).forEach(all::putIfAbsent));
    return all;
  }
}
