package dev.godmode.control.memory.graph;

import dev.godmode.control.memory.graph.Entity.Kind;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a text names, by the look of its words: paths and files, identifiers of programs, codes, and
 * the names of this fleet. Only short pieces are held against patterns, so a text costs its length.
 */
final class TextRules {

  /** Of one text. */
  static final int ENTITIES_MAX = 48;

  private static final Pattern APART = Pattern.compile("[\\s\"'`’“”„«»<>(){}\\[\\],;!?|=→]+");
  private static final Pattern BEFORE = Pattern.compile("^[:.…](?![./])");
  private static final Pattern BEHIND = Pattern.compile("[.:…]+$");

  /** CheckRunner, checkRunner, check_runner, E4012, OPS-1187, forge-3, --no-daemon. */
  private static final Pattern IDENTIFIER =
      Pattern.compile(
          "\\p{Lu}\\p{Ll}[\\p{L}\\p{N}]*?\\p{Lu}[\\p{L}\\p{N}]*"
              + "|\\p{Ll}[\\p{Ll}\\p{N}]*\\p{Lu}[\\p{L}\\p{N}]*"
              + "|[\\p{L}\\p{N}]+(?:_[\\p{L}\\p{N}]+)+"
              + "|\\p{L}+-?\\d{2,}|\\p{L}{2,}(?:-\\p{L}+)*-\\d+"
              + "|--\\p{Ll}[\\p{L}\\p{N}-]+");

  private static final Pattern ADDRESS =
      Pattern.compile("[a-z][a-z0-9+.-]*://\\S*[\\p{L}\\p{N}]\\S*");
  private static final Pattern FILE =
      Pattern.compile("[\\p{L}\\p{N}_-]{2,}(?:\\.[a-z][a-z0-9]{0,7})+");
  private static final Pattern SEGMENT = Pattern.compile("[\\p{L}\\p{N}_.@*+~-]+");

  /** Of two plain words with a slash between, as in and/or, none is a folder. */
  private static final Pattern CHOICE = Pattern.compile("\\p{L}+/\\p{L}+");

  private TextRules() {}

  /** What a text names, in its order. */
  static Set<Entity> named(String text, FleetNames names) {
    var found = new LinkedHashSet<Entity>();
    var pieces = APART.splitAsStream(text).iterator();
    while (pieces.hasNext() && found.size() < ENTITIES_MAX) {
      var piece = BEHIND.matcher(BEFORE.matcher(pieces.next()).replaceFirst("")).replaceFirst("");
      if (Entity.fits(piece)) {
        names.named(piece).ifPresentOrElse(found::add, () -> found.addAll(byLook(piece)));
      }
    }
    return found;
  }

  /** A file called after an identifier has to do with that as well. */
  private static List<Entity> byLook(String piece) {
    if (IDENTIFIER.matcher(piece).matches()) {
      return List.of(new Entity(Kind.NAME, piece));
    }
    if (!isFile(piece)) {
      return List.of();
    }
    var path = piece.endsWith("/") ? piece.substring(0, piece.length() - 1) : piece;
    var last = path.substring(path.lastIndexOf('/') + 1);
    var stem = last.substring(0, last.indexOf('.') < 0 ? last.length() : last.indexOf('.'));
    var file = new Entity(Kind.FILE, path);
    return IDENTIFIER.matcher(stem).matches()
        ? List.of(file, new Entity(Kind.NAME, stem))
        : List.of(file);
  }

  private static boolean isFile(String piece) {
    return FILE.matcher(piece).matches() || ADDRESS.matcher(piece).matches() || isPath(piece);
  }

  private static boolean isPath(String piece) {
    var segments = Arrays.stream(piece.split("/", -1)).filter(one -> !one.isEmpty()).toList();
    return piece.indexOf('/') >= 0
        && !CHOICE.matcher(piece).matches()
        && segments.stream().allMatch(one -> SEGMENT.matcher(one).matches())
        && segments.stream().anyMatch(one -> one.codePoints().anyMatch(Character::isLetter));
  }

  /** What somebody calls something: a file or an identifier as it is, all else in lower case. */
  static Entity called(String words, FleetNames names) {
    var plain = words.strip().replaceAll("\\s+", " ");
    var only = TextRules.named(plain, names).stream().filter(one -> one.name().equals(plain));
    return Entity.written(plain)
        .or(() -> names.named(plain))
        .or(only::findFirst)
        .orElseGet(() -> new Entity(Kind.NAME, plain.toLowerCase(Locale.ROOT)));
  }

  /**
   * What a question may mean, beside what it names by the look: its words, and two or three of them
   * together.
   */
  static Set<Entity> perhaps(String question, int most) {
    var words =
        List.of(question.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}._/-]+", -1)).stream()
            .map(word -> BEHIND.matcher(word).replaceFirst(""))
            .filter(word -> !word.isEmpty())
            .limit(most)
            .toList();
    var found = new LinkedHashSet<Entity>();
    for (var i = 0; i < words.size(); i++) {
      for (var kind : List.of(Kind.NAME, Kind.TAG, Kind.STREAM, Kind.AGENT)) {
        add(found, kind, words.get(i));
      }
      for (var j = i + 2; j <= Math.min(words.size(), i + 3); j++) {
        add(found, Kind.NAME, String.join(" ", words.subList(i, j)));
      }
    }
    return found;
  }

  private static void add(Set<Entity> found, Kind kind, String name) {
    if (Entity.fits(name)) {
      found.add(new Entity(kind, name));
    }
  }
}
